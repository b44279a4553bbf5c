package io.leasehold.internal.lease;

import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.ttl.TtlAlgorithm;
import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.internal.ttl.TtlResult;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews leases. A renewal reserves the row first, so that renewals of one lease go one after the other, and so that the
 * target's expiry is never earlier than the row's: extending, the target moves first; shortening, the row does. A renewal
 * that loses its reservation to expiry or revoke changes nothing more. Thread-safe.
 */
public final class Renewer {

    private static final Logger LOG = LoggerFactory.getLogger(Renewer.class);
    private static final Duration POLL = Duration.ofMillis(20);

    private final LeaseDesk desk;
    private final Revoker revoker;
    private final Function<String, TtlLimits> mountTtls;

    Renewer(LeaseDesk desk, Revoker revoker, Function<String, TtlLimits> mountTtls) {
        this.desk = desk;
        this.revoker = revoker;
        this.mountTtls = mountTtls;
    }

    /**
     * Renews a lease.
     *
     * @param id the lease
     * @param increment how long it is to last from now; null or zero for the role's default
     * @return the lease with its new end
     */
    public IssuedLease renew(String id, @Nullable Duration increment) {
        if (increment != null && increment.isNegative()) {
            throw new InvalidRequestException("increment", "must not be negative, was " + increment.toSeconds() + "s");
        }
        long start = desk.time().nanoTime();
        try {
            return reserveAndRenew(id, increment, start);
        } catch (NotFoundException | InvalidRequestException e) {
            throw e;
        } catch (LeaseholdException e) {
            desk.events()
                    .publish(new LeaseholdEvent.RenewalFailed(
                            id, desk.engines().origin(null, id), String.valueOf(e.getMessage()), desk.since(start)));
            throw e;
        }
    }

    private IssuedLease reserveAndRenew(String id, @Nullable Duration increment, long start) {
        while (true) {
            LeaseSnapshot found =
                    desk.store().find(id).orElseThrow(() -> new NotFoundException("lease not found: " + id));
            Reading reading = Reading.of(found.readAt(), desk.time());
            requireActive(found);
            LeaseBody body = desk.seal().openChecked(found.row());
            if (!body.renewable()) {
                throw new InvalidRequestException("lease_id", "lease is not renewable: " + id);
            }
            if (found.row().claimedAt(found.readAt())) {
                awaitOther(id, start);
                continue;
            }
            Instant until = found.readAt().plus(desk.claimTime());
            Optional<LeaseRow> reserved =
                    desk.store().update(Transitions.reserved(found.row(), revoker.token(), until));
            if (reserved.isPresent()) {
                return renew(reserved.get(), body, reading, increment, start);
            }
        }
    }

    private static void requireActive(LeaseSnapshot found) {
        LeaseRow row = found.row();
        if (row.state() == LeaseState.IRREVOCABLE) {
            throw new LeaseExpiredException(row.id(), "lease is expired and has failed previous revocation attempts");
        }
        if (row.state() != LeaseState.ACTIVE || !row.expiresAt().isAfter(found.readAt())) {
            throw new LeaseExpiredException(row.id(), "lease expired");
        }
    }

    private IssuedLease renew(
            LeaseRow reserved, LeaseBody body, Reading reading, @Nullable Duration increment, long start) {
        Instant now = reading.at();
        boolean done = false;
        try {
            LeasedEngine engine = desk.engines().leasedEngine(reserved.mountId());
            RevocationData data = RevocationData.ofMap(body.revocation());
            LeaseTerms terms = engine.terms(data);
            if (!terms.renewable()) {
                throw new InvalidRequestException("lease_id", "lease is not renewable: " + reserved.id());
            }
            TtlResult grant = TtlAlgorithm.renew(
                    reserved.id(),
                    mountTtls.apply(reserved.mountId()),
                    terms,
                    increment,
                    Handover.start(Instant.ofEpochMilli(body.issuedAt())),
                    Handover.start(now));
            Renewal renewal = new Renewal(reserved.id(), grant.expiresAt(), now, desk.revocationTimeout());
            Runnable onTarget = () -> onTarget(reserved, () -> engine.renew(data, renewal));
            SealedBytes sealed = desk.seal().reseal(reserved, body.renewed(now, grant.expiresAt(), grant.hardEnd()));
            if (grant.expiresAt().isBefore(reserved.expiresAt())) {
                LeaseRow shortened = write(Transitions.renewed(reserved, grant.expiresAt(), sealed, true));
                done = true;
                try {
                    onTarget.run();
                } finally {
                    release(shortened);
                }
            } else {
                onTarget.run();
                write(Transitions.renewed(reserved, grant.expiresAt(), sealed, false));
                done = true;
            }
            desk.events()
                    .publish(new LeaseholdEvent.LeaseRenewed(
                            reserved.id(), desk.origin(reserved), grant.expiresAt(), desk.since(start)));
            // What is left now: the target may have taken a while, and holders count from the answer on.
            Duration left = Handover.answer(grant.ttl(), reading.now(), grant.expiresAt());
            return new IssuedLease(reserved.id(), left, true, grant.expiresAt(), grant.warnings());
        } finally {
            if (!done) {
                release(reserved);
            }
        }
    }

    private void onTarget(LeaseRow reserved, Runnable renewal) {
        desk.call(reserved, reserved.targetId(), desk.revocationTimeout(), () -> {
            try {
                renewal.run();
            } catch (LeaseholdException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("The engine failed unexpectedly while renewing lease {}", reserved.id(), e);
                throw new TargetRefusedException(
                        "lease " + reserved.id() + ": the engine failed unexpectedly: "
                                + e.getClass().getSimpleName(),
                        true,
                        null);
            }
            return true;
        });
    }

    private LeaseRow write(LeaseRow renewed) {
        return desk.store()
                .update(renewed)
                .orElseThrow(() -> new LeaseExpiredException(renewed.id(), "lease expired while it was being renewed"));
    }

    private void release(LeaseRow reserved) {
        try {
            desk.store().update(Transitions.released(reserved));
        } catch (LeaseholdException e) {
            // The renewal itself has its own outcome, which matters more.
            LOG.debug("The reservation of lease {} lapses by itself", reserved.id(), e);
        }
    }

    private void awaitOther(String id, long start) {
        if (desk.time().nanoTime() - start > desk.claimTime().toNanos()) {
            throw new ConflictException("lease " + id + " is being renewed by somebody else, who has not finished");
        }
        try {
            desk.time().sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConflictException("interrupted while lease " + id + " is being renewed by somebody else");
        }
    }
}
