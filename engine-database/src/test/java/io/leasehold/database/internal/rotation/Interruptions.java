package io.leasehold.database.internal.rotation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Ends the process, so to speak, or lets something happen, at one of the points that are passed. */
final class Interruptions {

    /** The process is gone: nothing of it runs on. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;

        Killed(String point) {
            super(point);
        }
    }

    private final List<String> passed = new ArrayList<>();
    private int at = -1;
    private Supplier<? extends Throwable> with = () -> new Killed("never");

    void point(String name) {
        passed.add(name);
        if (passed.size() - 1 == at) {
            throw sneaky(with.get());
        }
    }

    /** Arms the n-th point from now on. */
    void arm(int point, Supplier<? extends Throwable> failure) {
        passed.clear();
        at = point;
        with = failure;
    }

    void disarm() {
        arm(-1, with);
    }

    /** How many points were passed since it was armed. */
    int passed() {
        return passed.size();
    }

    @SuppressWarnings("unchecked") // unchecked by intent: the compiler sees a runtime exception, or an error
    private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
        throw (E) failure;
    }
}
