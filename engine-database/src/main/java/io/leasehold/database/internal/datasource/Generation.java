package io.leasehold.database.internal.datasource;

import io.leasehold.Secret;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One credential and the physical connections that run on it. It is drained when it was retired and the last of its users
 * (opens under way, open connections, closes under way) has ended; after that nobody can enter any more, so its lease can
 * go. Thread-safe, lock-free.
 */
final class Generation {

    /** A value of {@link #users} that cannot be left: drained. */
    private static final int DRAINED = Integer.MIN_VALUE;

    private final long number;
    private final Secret secret;
    private final Set<PhysicalConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
    private final AtomicReference<@Nullable Retention> retention = new AtomicReference<>();
    private volatile boolean retired;

    Generation(long number, Secret secret) {
        this.number = number;
        this.secret = secret;
    }

    long number() {
        return number;
    }

    Secret secret() {
        return secret;
    }

    /**
     * Announces a use of this credential.
     *
     * @return false when it is drained; look for the current generation then. True must be followed by {@link #leave}.
     */
    boolean enter() {
        for (int seen = users.get(); seen != DRAINED; seen = users.get()) {
            if (users.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Ends a use. */
    void leave() {
        if (users.decrementAndGet() == 0 && retired) {
            drainIfUnused();
        }
    }

    /** Says that nothing new shall run on this credential. */
    void retire() {
        retired = true;
        drainIfUnused();
    }

    private void drainIfUnused() {
        // Whoever brings the count from 0 to DRAINED is the only one to do so, whichever of leave() and retire() came
        // last.
        if (users.compareAndSet(0, DRAINED)) {
            Retention held = retention.get();
            if (held != null) {
                held.drained();
            }
        }
    }

    boolean isRetired() {
        return retired;
    }

    boolean isDrained() {
        return users.get() == DRAINED;
    }

    /** What keeps the lease alive; to be set before {@link #retire}. */
    void retain(Retention held) {
        retention.set(held);
    }

    /** What keeps the lease alive, null while this credential is the newest one. */
    @Nullable
    Retention retention() {
        return retention.get();
    }

    /**
     * Records that the target refused this credential.
     *
     * @param refused the refusal
     * @return the refusal before, null when there was none since the last success
     */
    @Nullable
    Refusal refuse(Refusal refused) {
        return refusal.getAndSet(refused);
    }

    /** Records that the target accepted it. */
    void accept() {
        if (refusal.get() != null) {
            refusal.set(null);
        }
    }

    /** The last refusal, null when there was none since the last success. */
    @Nullable
    Refusal refusal() {
        return refusal.get();
    }

    void add(PhysicalConnection connection) {
        connections.add(connection);
    }

    void remove(PhysicalConnection connection) {
        connections.remove(connection);
    }

    /** The connections open or closing now; a live view. */
    Set<PhysicalConnection> connections() {
        return connections;
    }

    @Override
    public String toString() {
        return "generation " + number;
    }
}
