package io.leasehold.internal.lease;

import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.StorageException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.text.RandomText;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Revokes single leases on the caller's thread. Thread-safe. */
public final class Revoker {

    private static final Logger LOG = LoggerFactory.getLogger(Revoker.class);

    /** How often a lease that somebody else is revoking is looked at. */
    private static final Duration POLL = Duration.ofMillis(50);

    private final LeaseDesk desk;
    private final RevocationAttempt attempt;

    Revoker(LeaseDesk desk) {
        this.desk = desk;
        this.attempt = new RevocationAttempt(desk);
    }

    /**
     * Revokes a lease and returns when its credential is verified absent. An unknown lease is success.
     *
     * @param id the lease
     * @param cause why it ends
     * @return what could not be done beside, for the caller
     * @throws LeaseholdException when the credential may still be there; the lease stays queued
     */
    public List<String> revoke(String id, LeaseholdEvent.Cause cause) {
        long start = desk.time().nanoTime();
        while (true) {
            Optional<LeaseSnapshot> found = desk.store().find(id);
            if (found.isEmpty()) {
                return List.of();
            }
            LeaseRow row = found.get().row();
            if (row.state() == LeaseState.REVOKING && row.claimedAt(found.get().readAt())) {
                awaitOther(id, start);
                continue;
            }
            @Nullable LeaseRow claimed = claim(found.get());
            if (claimed == null) {
                continue;
            }
            RevocationAttempt.Result result =
                    attempt.runAsked(claimed, Reading.of(found.get().readAt(), desk.time()));
            if (result instanceof RevocationAttempt.Result.Absent absent) {
                finish(absent, cause);
                return absent.warnings();
            }
            if (result instanceof RevocationAttempt.Result.Later later) {
                throw later.cause();
            }
            throw new TargetUnavailableException(
                    "lease " + id
                            + " is being revoked: its creation may still be under way, so its account is looked for"
                            + " once more in the background",
                    true,
                    null);
        }
    }

    /**
     * Has a lease revoked by whoever looks for due leases next. An unknown lease is success. A row whose times were changed in
     * the store gets them back, so that it need not wait for its sealed end.
     *
     * @param id the lease
     */
    public void queue(String id) {
        while (true) {
            Optional<LeaseSnapshot> found = desk.store().find(id);
            if (found.isEmpty()) {
                return;
            }
            LeaseRow row = found.get().row();
            LeaseRow healed = attempt.healed(row);
            boolean underWay = row.state() == LeaseState.REVOKING
                    && (healed.equals(row) || row.claimedAt(found.get().readAt()));
            if (underWay
                    || desk.store()
                            .update(Transitions.queued(healed, found.get().readAt()))
                            .isPresent()) {
                return;
            }
        }
    }

    /**
     * Drops a lease whether or not its credential can be removed. Store errors are not ignored.
     *
     * @param id the lease
     * @return whether there was such a lease
     */
    public boolean force(String id) {
        if (desk.store().find(id).isEmpty()) {
            return false;
        }
        try {
            revoke(id, LeaseholdEvent.Cause.REVOKED);
            return true;
        } catch (StorageException e) {
            if (e.reason() != StorageException.Reason.UNREADABLE) {
                throw e;
            }
        } catch (LeaseholdException e) {
            LOG.debug("Lease {} is dropped by force after a failed attempt", id, e);
        }
        forget(id);
        return true;
    }

    /** Deletes a row that stands in the way of nobody but the operator, who has said so. */
    private void forget(String id) {
        while (true) {
            Optional<LeaseSnapshot> found = desk.store().find(id);
            if (found.isEmpty()) {
                return;
            }
            LeaseRow row = found.get().row();
            if (desk.store().delete(List.of(row)).contains(id)) {
                String account = account(row);
                LOG.warn(
                        "Lease {} was dropped by force; account {} on target {} may still exist and is the operator's to remove",
                        id,
                        account == null ? "(unreadable)" : account,
                        row.targetId());
                desk.events().publish(new LeaseholdEvent.LeaseForgotten(id, desk.origin(row), account, row.targetId()));
                return;
            }
        }
    }

    /** Deletes the row of a credential that is verified absent, and says so; the caller is told what could not be done. */
    private void finish(RevocationAttempt.Result.Absent absent, LeaseholdEvent.Cause cause) {
        String id = absent.row().id();
        boolean deleted = desk.store().delete(List.of(absent.row())).contains(id);
        // A warning here too: revoke without its warnings tells its caller nothing.
        absent.warnings().forEach(warning -> LOG.warn("Lease {} was revoked, but: {}", id, warning));
        ended(absent, cause, deleted);
    }

    /** Says that leases ended in the background, where nobody else is told what could not be done. */
    void report(RevocationAttempt.Result.Absent absent, LeaseholdEvent.Cause cause, boolean deleted) {
        String id = absent.row().id();
        absent.warnings().forEach(warning -> LOG.warn("Lease {} was revoked, but: {}", id, warning));
        ended(absent, cause, deleted);
    }

    private void ended(RevocationAttempt.Result.Absent absent, LeaseholdEvent.Cause cause, boolean deleted) {
        if (deleted) {
            String id = absent.row().id();
            LOG.debug("Lease {} ended ({})", id, cause);
            Duration overdue = cause == LeaseholdEvent.Cause.EXPIRED ? absent.overdue() : Duration.ZERO;
            desk.events()
                    .publish(new LeaseholdEvent.LeaseRevoked(
                            id, desk.origin(absent.row()), cause, absent.took(), overdue));
        }
    }

    private @Nullable LeaseRow claim(LeaseSnapshot snapshot) {
        Instant until = snapshot.readAt().plus(desk.claimTime());
        return desk.store()
                .update(Transitions.revoking(snapshot.row(), token(), until))
                .orElse(null);
    }

    String token() {
        return RandomText.base62(desk.random(), 22);
    }

    private void awaitOther(String id, long start) {
        if (desk.time().nanoTime() - start > desk.revocationTimeout().toNanos()) {
            throw new ConflictException("lease " + id
                    + " is being revoked by somebody else, who has not finished within " + desk.revocationTimeout());
        }
        try {
            desk.time().sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConflictException("interrupted while lease " + id + " is being revoked by somebody else");
        }
    }

    private @Nullable String account(LeaseRow row) {
        try {
            return desk.seal().open(row).account();
        } catch (StorageException e) {
            return null;
        }
    }
}
