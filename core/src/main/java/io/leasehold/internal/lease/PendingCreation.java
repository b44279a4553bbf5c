package io.leasehold.internal.lease;

import io.leasehold.error.LeaseExpiredException;
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
            throw new LeaseExpiredException(
                    pending.id(), "the creation was not begun within " + desk.creationTimeout() + " and was given up");
        }
        confirmed = true;
    }
}
