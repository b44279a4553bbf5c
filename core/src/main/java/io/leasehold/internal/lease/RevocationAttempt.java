package io.leasehold.internal.lease;

import io.leasehold.error.LeaseholdException;
import io.leasehold.error.StorageException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.storage.LeaseRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to remove the credential of a claimed lease, and what the row becomes by it. The caller holds the claim, so
 * nobody else works on the row; whatever is written here is a compare-and-set all the same. Thread-safe.
 */
final class RevocationAttempt {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationAttempt.class);

    private final LeaseDesk desk;

    RevocationAttempt(LeaseDesk desk) {
        this.desk = desk;
    }

    /** What an attempt came to. */
    sealed interface Result {

        /**
         * The credential is verified absent; the row, as given, is to be deleted now. The attempt took so long, and ended so
         * long after the lease did; not at all when it was earlier.
         */
        record Absent(LeaseRow row, List<String> warnings, Duration took, Duration overdue) implements Result {}

        /** The row was written back and will be tried again. */
        record Later(LeaseholdException cause) implements Result {}

        /** The account was absent, but may still appear; the row was written back to look again. */
        record LookAgain(Instant due) implements Result {}
    }

    /**
     * Tries once because somebody who may do so asked for it. What was sealed says what to remove: a row whose clear columns
     * were changed is revoked too, and gets the times back that were sealed.
     *
     * @param row the claimed row
     * @param reading the store's time at the claim
     * @return what became of it
     */
    Result runAsked(LeaseRow row, Reading reading) {
        LeaseBody body;
        try {
            body = desk.seal().open(row);
        } catch (StorageException e) {
            return quarantined(
                    row, reading, e.reason() == StorageException.Reason.UNREADABLE ? nothingToGoBy(row, e) : e);
        }
        String disagreement = body.disagreement(row);
        if (disagreement == null) {
            return run(row, body, reading);
        }
        LOG.warn("Lease {} was changed in the store ({}); it is revoked as it was sealed", row.id(), disagreement);
        return run(healed(row, body), body, reading);
    }

    private static StorageException nothingToGoBy(LeaseRow row, StorageException cause) {
        return new StorageException(
                StorageException.Reason.UNREADABLE,
                "lease " + row.id()
                        + " cannot be revoked: its sealed part, which alone says what to remove, cannot be read ("
                        + cause.getMessage()
                        + "). Put the row back from a backup of the store; or remove its account on"
                        + " target " + row.targetId() + " by hand, and drop the lease with revokeForce",
                cause);
    }

    /**
     * The row with the times that were sealed.
     *
     * @param row a row
     * @return the row itself when nothing is wrong with it, or when its sealed part cannot be read
     */
    LeaseRow healed(LeaseRow row) {
        try {
            LeaseBody body = desk.seal().open(row);
            return body.disagreement(row) == null ? row : healed(row, body);
        } catch (StorageException e) {
            return row;
        }
    }

    /**
     * Tries once because the row is due. Anybody who can write to the store can make a row due, so one whose clear columns were
     * changed waits for its sealed end.
     *
     * @param row the claimed row
     * @param reading the store's time at the claim
     * @return what became of it
     */
    Result runDue(LeaseRow row, Reading reading) {
        LeaseBody body;
        try {
            body = desk.seal().openChecked(row);
        } catch (StorageException e) {
            return quarantined(row, reading, e);
        }
        return run(row, body, reading);
    }

    /** The sealed part says what to remove and where, whatever the clear columns say. */
    private Result run(LeaseRow row, LeaseBody body, Reading reading) {
        long start = desk.time().nanoTime();
        Revoked revoked;
        Duration settleTime;
        try {
            LeasedEngine engine = desk.engines().leasedEngine(row.mountId());
            revoked = desk.call(
                    row,
                    body.targetId(),
                    desk.revocationTimeout(),
                    () -> engine.revoke(
                            RevocationData.ofMap(body.revocation()),
                            new Revocation(
                                    row.id(),
                                    row.attempts() + 1,
                                    row.createBy() != null,
                                    desk.revocationTimeout(),
                                    Instant.ofEpochMilli(body.expiresAt()),
                                    reading.now())));
            settleTime = engine.settleTime();
        } catch (TargetUnavailableException e) {
            return unanswered(row, body, reading, start, e);
        } catch (StorageException e) {
            return e.reason() == StorageException.Reason.UNREADABLE
                    ? refused(row, body, reading, start, e)
                    : unanswered(row, body, reading, start, e);
        } catch (LeaseholdException e) {
            return refused(row, body, reading, start, e);
        } catch (RuntimeException e) {
            // An engine that breaks its contract must not keep the row from being tried again.
            LOG.warn("The engine failed unexpectedly while revoking lease {}", row.id(), e);
            return refused(
                    row,
                    body,
                    reading,
                    start,
                    new TargetRefusedException(
                            "the engine failed unexpectedly: " + e.getClass().getSimpleName(), true, null));
        }
        return absent(row, reading, start, revoked, settleTime);
    }

    private Result absent(LeaseRow row, Reading reading, long start, Revoked revoked, Duration settleTime) {
        Instant now = reading.now();
        Instant createBy = row.createBy();
        if (createBy == null || revoked.absence() == Revoked.Absence.VERIFIED) {
            return gone(row, now, start, revoked);
        }
        Instant settled = createBy.plus(settleTime);
        if (row.absences() > 0 && !now.isBefore(settled)) {
            return gone(row, now, start, revoked);
        }
        Instant due = settled.isAfter(now) ? settled : now.plusSeconds(1);
        desk.store().update(Transitions.absentOnce(row, due));
        return new Result.LookAgain(due);
    }

    private Result gone(LeaseRow row, Instant now, long start, Revoked revoked) {
        Duration overdue = Duration.between(row.expiresAt(), now);
        return new Result.Absent(
                row, revoked.warnings(), desk.since(start), overdue.isNegative() ? Duration.ZERO : overdue);
    }

    private void tellFailure(LeaseRow row, int attempt, Instant due, long start, LeaseholdException cause) {
        desk.events()
                .publish(new LeaseholdEvent.RevocationFailed(
                        row.id(), desk.origin(row), attempt, due, text(cause), desk.since(start)));
    }

    /** A target or a store that is down says nothing about the lease: the attempt is not counted. */
    private Result unanswered(LeaseRow row, LeaseBody body, Reading reading, long start, LeaseholdException cause) {
        Instant due = reading.now().plus(Backoff.pause(desk.backoff(), 1, desk.random()));
        LeaseRow next = row.state() == LeaseState.IRREVOCABLE
                ? Transitions.postponed(row, due)
                : Transitions.failed(
                        row, row.attempts(), due, desk.seal().reseal(row, body.failed(text(cause), List.of())));
        desk.store().update(next);
        tellFailure(row, row.attempts() + 1, due, start, cause);
        return new Result.Later(cause);
    }

    private Result refused(LeaseRow row, LeaseBody body, Reading reading, long start, LeaseholdException cause) {
        int attempts = row.attempts() + 1;
        List<String> blockers = cause instanceof TargetRefusedException refusal ? refusal.blockers() : List.of();
        LeaseBody failed = body.failed(text(cause), blockers);
        if (row.state() == LeaseState.IRREVOCABLE || attempts >= Backoff.ATTEMPTS) {
            Instant due = reading.now().plus(Backoff.IRREVOCABLE_RETRY);
            desk.store()
                    .update(Transitions.irrevocable(
                            row, attempts, due, desk.seal().reseal(row, failed)));
            tellFailure(row, attempts, due, start, cause);
            if (row.state() != LeaseState.IRREVOCABLE) {
                LOG.error("Lease {} is irrevocable after {} attempts: {}", row.id(), attempts, text(cause));
                desk.events().publish(new LeaseholdEvent.LeaseIrrevocable(row.id(), desk.origin(row), text(cause)));
            }
            return new Result.Later(cause);
        }
        Instant due = reading.now().plus(Backoff.pause(desk.backoff(), attempts, desk.random()));
        desk.store().update(Transitions.failed(row, attempts, due, desk.seal().reseal(row, failed)));
        LOG.warn(
                "Lease {} could not be revoked (attempt {}), next try at {}: {}", row.id(), attempts, due, text(cause));
        tellFailure(row, attempts, due, start, cause);
        return new Result.Later(cause);
    }

    /**
     * A row that cannot be opened cannot be revoked; one whose clear columns were changed is revoked at its sealed end and
     * not before. Neither stops the others.
     */
    private Result quarantined(LeaseRow row, Reading reading, StorageException cause) {
        Instant due = reading.now().plus(Backoff.IRREVOCABLE_RETRY);
        try {
            LeaseBody body = desk.seal().open(row);
            Instant now = reading.now();
            Instant end = body.sealedEnd();
            if (!now.isBefore(end)) {
                return run(healed(row, body), body, reading);
            }
            due = end;
        } catch (StorageException e) {
            LOG.debug("Lease {} cannot be opened", row.id(), e);
        }
        desk.store().update(Transitions.postponed(row, due));
        LOG.error("Lease {} is quarantined until {}: {}", row.id(), due, text(cause));
        desk.events().publish(new LeaseholdEvent.Quarantined(row.id(), text(cause)));
        return new Result.Later(cause);
    }

    private static LeaseRow healed(LeaseRow row, LeaseBody body) {
        return new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                row.state(),
                Instant.ofEpochMilli(body.issuedAt()),
                Instant.ofEpochMilli(body.expiresAt()),
                row.dueAt(),
                row.createBy(),
                row.attempts(),
                row.absences(),
                row.claim(),
                row.claimedUntil(),
                row.version(),
                row.body());
    }

    private static String text(LeaseholdException cause) {
        return String.valueOf(cause.getMessage());
    }
}
