package io.leasehold.database.internal.drain;

import io.leasehold.Secret;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One credential, and how many use it. It is drained when it was retired and the last of its users has ended; after that
 * nobody can enter any more, so its lease can go. Thread-safe, lock-free.
 */
public class Generation {

    /** A value of {@link #users} that cannot be left: drained. */
    private static final int DRAINED = Integer.MIN_VALUE;

    private final long number;
    private final Secret secret;
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
    private final AtomicReference<@Nullable Retention> retention = new AtomicReference<>();
    private volatile boolean retired;

    /**
     * A credential that nobody uses yet.
     *
     * @param number 1 for the first, one more for each that follows
     * @param secret the credential
     */
    public Generation(long number, Secret secret) {
        this.number = number;
        this.secret = secret;
    }

    /**
     * Which one it is.
     *
     * @return its number
     */
    public final long number() {
        return number;
    }

    /**
     * The credential.
     *
     * @return the secret as it was when it came
     */
    public final Secret secret() {
        return secret;
    }

    /**
     * Announces a use of this credential.
     *
     * @return false when it is drained; look for the current generation then. True must be followed by {@link #leave}.
     */
    public final boolean enter() {
        for (int seen = users.get(); seen != DRAINED; seen = users.get()) {
            if (users.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Ends a use. */
    public final void leave() {
        if (users.decrementAndGet() == 0 && retired) {
            drainIfUnused();
        }
    }

    /** Says that nothing new shall run on this credential. */
    public final void retire() {
        retired = true;
        drainIfUnused();
    }

    private void drainIfUnused() {
        // Whoever brings the count from 0 to DRAINED is the only one to do so, whichever of leave() and retire() came
        // last.
        if (users.compareAndSet(0, DRAINED)) {
            drained();
        }
    }

    /** Runs once, when the last user of a retired credential has ended, on that user's thread. */
    protected void drained() {
        Retention held = retention.get();
        if (held != null) {
            held.drained();
        }
    }

    /**
     * How many use it now.
     *
     * @return a number of users, 0 or more
     */
    public final int users() {
        return Math.max(0, users.get());
    }

    /**
     * Whether it was retired.
     *
     * @return true from {@link #retire} on
     */
    public final boolean isRetired() {
        return retired;
    }

    /**
     * Whether it was retired and nobody uses it any more.
     *
     * @return true for good, once it is true
     */
    public final boolean isDrained() {
        return users.get() == DRAINED;
    }

    /**
     * Says what keeps the lease alive; to be called before {@link #retire}.
     *
     * @param held what keeps it
     */
    public final void retain(Retention held) {
        retention.set(held);
    }

    /**
     * What keeps the lease alive.
     *
     * @return null while this credential is the newest one
     */
    public final @Nullable Retention retention() {
        return retention.get();
    }

    /**
     * Records that the target refused this credential.
     *
     * @param refused the refusal
     * @return the refusal before, null when there was none since the last success
     */
    public final @Nullable Refusal refuse(Refusal refused) {
        return refusal.getAndSet(refused);
    }

    /** Records that the target accepted it. */
    public final void accept() {
        if (refusal.get() != null) {
            refusal.set(null);
        }
    }

    /**
     * The last refusal.
     *
     * @return null when there was none since the last success
     */
    public final @Nullable Refusal refusal() {
        return refusal.get();
    }

    @Override
    public String toString() {
        return "generation " + number;
    }
}
