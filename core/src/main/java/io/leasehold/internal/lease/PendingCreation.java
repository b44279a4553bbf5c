package io.leasehold.internal.lease;

import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A creation under way, for the engine. Used by one thread. */
final class PendingCreation implements Creation {

    private final LeaseDesk desk;
    private final LeaseRow pending;
    private final Reading reading;
    private boolean confirmed;

    PendingCreation(LeaseDesk desk, LeaseRow pending, Reading reading) {
        this.desk = desk;
        this.pending = pending;
        this.reading = reading;
    }

    /** Whether the engine was allowed to change the target. */
    boolean confirmed() {
        return confirmed;
    }

    @Override
    public String leaseId() {
        return pending.id();
    }

    @Override
    public Instant expiresAt() {
        return pending.expiresAt();
    }

    @Override
    public Instant now() {
        return reading.now();
    }

    @Override
    public Duration timeLeft() {
        Duration left = desk.creationTimeout().minus(reading.elapsed());
        return left.toMillis() < 1 ? Duration.ofMillis(1) : left;
    }

    @Override
    public void confirm() {
        Optional<LeaseSnapshot> found = desk.store().find(pending.id());
        Instant deadline = pending.createBy();
        boolean mayGoOn = found.isPresent()
                && found.get().row().state() == LeaseState.PENDING
                && found.get().row().version() == pending.version()
                && deadline != null
                && found.get().readAt().isBefore(deadline);
        if (!mayGoOn) {
            throw takenAway(
                    pending,
                    reading.now(),
                    "the creation was not begun within " + desk.creationTimeout() + " and was given up");
        }
        confirmed = true;
    }

    /**
     * What tells a caller that the row of their creation is no longer theirs: the creation came too late, or somebody revoked
     * the lease before it was one, as by disabling the mount.
     */
    static LeaseholdException takenAway(LeaseRow pending, Instant now, String tooLate) {
        return inTime(pending, now)
                ? new ConflictException("lease " + pending.id()
                        + " was revoked while it was being created; what was made of it is removed")
                : new LeaseExpiredException(pending.id(), tooLate);
    }

    /** Whether a creation may still be under way. */
    static boolean inTime(LeaseRow pending, Instant now) {
        Instant deadline = pending.createBy();
        return deadline != null && now.isBefore(deadline);
    }
}
