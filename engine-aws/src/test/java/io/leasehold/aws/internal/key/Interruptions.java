package io.leasehold.aws.internal.key;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Ends the process, so to speak, or lets something fail, at one of the points that are passed. */
final class Interruptions {

    /** The process is gone: nothing of it runs on. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private int passed;
    private int at = -1;
    private Supplier<? extends Throwable> with = Killed::new;
    private BooleanSupplier dead = () -> false;

    void point() {
        if (dead.getAsBoolean()) {
            throw sneaky(new Killed());
        }
        if (passed++ == at) {
            throw sneaky(with.get());
        }
    }

    /** Lets the n-th point from now on fail. */
    void arm(int point, Supplier<? extends Throwable> failure) {
        passed = 0;
        at = point;
        with = failure;
    }

    /** Kills at every point from when something is so. */
    void killWhen(BooleanSupplier so) {
        dead = so;
    }

    void disarm() {
        at = -1;
        dead = () -> false;
    }

    /** Whether the armed point was reached. */
    boolean wasReached() {
        return passed > at;
    }

    @SuppressWarnings("unchecked") // unchecked by intent: the compiler sees a runtime exception
    private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
        throw (E) failure;
    }
}
