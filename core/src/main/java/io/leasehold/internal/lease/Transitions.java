package io.leasehold.internal.lease;

import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Every change of a lease row, as a pure function from the row that was read to the row to be written. The diagram of
 * {@link LeaseState} says which changes of state there are; whatever is not in it throws here. The store's version check
 * makes each of them a compare-and-set.
 */
final class Transitions {

    private Transitions() {}

    /** The row of an intent. It is due at its creation deadline, when the reaper takes it if nobody finished it. */
    static LeaseRow intended(
            String id,
            String mountId,
            String targetId,
            String accountTag,
            Instant now,
            Instant expiresAt,
            Duration creationTimeout,
            SealedBytes body) {
        Instant deadline = now.plus(creationTimeout);
        return new LeaseRow(
                id,
                mountId,
                targetId,
                accountTag,
                LeaseState.PENDING,
                now,
                expiresAt,
                deadline,
                deadline,
                0,
                0,
                null,
                null,
                0,
                body);
    }

    /** The row of an account that no lease knew, and that is to be removed. Its adopter tries first, then the reaper. */
    static LeaseRow adopted(
            String id, String mountId, String targetId, String accountTag, Instant now, Instant due, SealedBytes body) {
        return new LeaseRow(
                id, mountId, targetId, accountTag, LeaseState.REVOKING, now, now, due, null, 0, 0, null, null, 0, body);
    }

    /** The creation is known to have ended well. */
    static LeaseRow activated(LeaseRow row, Instant expiresAt, SealedBytes body) {
        return write(row, LeaseState.ACTIVE, expiresAt, expiresAt, null, 0, 0, null, null, body);
    }

    /** Somebody is about to renew, and keeps others from renewing at the same time. */
    static LeaseRow reserved(LeaseRow row, String token, Instant until) {
        return write(
                row,
                LeaseState.ACTIVE,
                row.expiresAt(),
                row.dueAt(),
                row.createBy(),
                row.attempts(),
                row.absences(),
                token,
                until,
                row.body());
    }

    /** The lease ends at another time; a reservation goes on or ends. */
    static LeaseRow renewed(LeaseRow row, Instant expiresAt, SealedBytes body, boolean keepReservation) {
        return write(
                row,
                LeaseState.ACTIVE,
                expiresAt,
                expiresAt,
                null,
                0,
                0,
                keepReservation ? row.claim() : null,
                keepReservation ? row.claimedUntil() : null,
                body);
    }

    /** A reservation ends without a change. */
    static LeaseRow released(LeaseRow row) {
        return write(
                row,
                row.state(),
                row.expiresAt(),
                row.dueAt(),
                row.createBy(),
                row.attempts(),
                row.absences(),
                null,
                null,
                row.body());
    }

    /** Somebody revokes now. If they never come back, the row is due when their claim lapses, not at the end it had. */
    static LeaseRow revoking(LeaseRow row, String token, Instant until) {
        return write(
                row,
                LeaseState.REVOKING,
                row.expiresAt(),
                row.dueAt().isBefore(until) ? row.dueAt() : until,
                row.createBy(),
                row.attempts(),
                row.absences(),
                token,
                until,
                row.body());
    }

    /** The lease is to be revoked by whoever claims it next. */
    static LeaseRow queued(LeaseRow row, Instant due) {
        return write(
                row,
                LeaseState.REVOKING,
                row.expiresAt(),
                due,
                row.createBy(),
                row.attempts(),
                row.absences(),
                null,
                null,
                row.body());
    }

    /** An attempt failed and is repeated later. */
    static LeaseRow failed(LeaseRow row, int attempts, Instant due, SealedBytes body) {
        return write(
                row,
                LeaseState.REVOKING,
                row.expiresAt(),
                due,
                row.createBy(),
                attempts,
                row.absences(),
                null,
                null,
                body);
    }

    /** Attempts kept failing; the row waits for somebody to act, and for a retry. */
    static LeaseRow irrevocable(LeaseRow row, int attempts, Instant due, SealedBytes body) {
        return write(
                row,
                LeaseState.IRREVOCABLE,
                row.expiresAt(),
                due,
                row.createBy(),
                attempts,
                row.absences(),
                null,
                null,
                body);
    }

    /** The account was seen absent while its creation may still appear; it is looked for once more. */
    static LeaseRow absentOnce(LeaseRow row, Instant due) {
        return write(
                row,
                LeaseState.REVOKING,
                row.expiresAt(),
                due,
                row.createBy(),
                row.attempts(),
                row.absences() + 1,
                null,
                null,
                row.body());
    }

    /** Nothing can be done with the row now; it is looked at again later, in the state that it has. */
    static LeaseRow postponed(LeaseRow row, Instant due) {
        return write(
                row,
                row.state(),
                row.expiresAt(),
                due,
                row.createBy(),
                row.attempts(),
                row.absences(),
                null,
                null,
                row.body());
    }

    private static LeaseRow write(
            LeaseRow row,
            LeaseState state,
            Instant expiresAt,
            Instant dueAt,
            @Nullable Instant createBy,
            int attempts,
            int absences,
            @Nullable String claim,
            @Nullable Instant claimedUntil,
            SealedBytes body) {
        if (state != row.state() && !row.state().mayBecome(state)) {
            throw new IllegalStateException("lease " + row.id() + " cannot go from " + row.state() + " to " + state);
        }
        return new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                state,
                row.issuedAt(),
                expiresAt,
                dueAt,
                createBy,
                attempts,
                absences,
                claim,
                claimedUntil,
                row.version(),
                body);
    }
}
