package io.leasehold.internal.lease;

import io.leasehold.spi.storage.LeaseRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sealed part of a lease. Target, issue time and expiry stand here again, so that a change of the clear columns by
 * somebody else is noticed. Times are milliseconds since 1970 in UTC, by the store's clock.
 *
 * @param path the path that issued it
 * @param role the role
 * @param targetId the target
 * @param account the account's name on the target
 * @param issuedAt when the intent was stored
 * @param expiresAt when the lease ends
 * @param hardEnd beyond which no renewal takes it; null when there is no such end
 * @param lastRenewal when it was last renewed; null when never
 * @param renewable whether it can be renewed
 * @param revocation the engine's revocation data
 * @param error why it could not be revoked; null when nothing is wrong
 * @param blockers what stands in the way on the target
 */
record LeaseBody(
        String path,
        String role,
        String targetId,
        String account,
        long issuedAt,
        long expiresAt,
        @Nullable Long hardEnd,
        @Nullable Long lastRenewal,
        boolean renewable,
        Map<String, Object> revocation,
        @Nullable String error,
        @Nullable List<String> blockers) {

    /** The longest error text kept. */
    private static final int MAX_ERROR = 1_000;

    /** What is wrong with the clear columns beside this sealed part, or null when they agree. */
    @Nullable
    String disagreement(LeaseRow row) {
        if (!targetId.equals(row.targetId())) {
            return "its target is not the one that was sealed";
        }
        if (issuedAt != row.issuedAt().toEpochMilli()) {
            return "its time of issue is not the one that was sealed";
        }
        if (expiresAt != row.expiresAt().toEpochMilli()) {
            return "its expiry is not the one that was sealed";
        }
        if (hardEnd != null && row.expiresAt().toEpochMilli() > hardEnd) {
            return "its expiry is past its hard end";
        }
        return null;
    }

    /** When the lease ends whatever the clear columns say. */
    Instant sealedEnd() {
        return Instant.ofEpochMilli(hardEnd == null ? expiresAt : Math.max(expiresAt, hardEnd));
    }

    LeaseBody renewed(Instant now, Instant newExpiry, @Nullable Instant newHardEnd) {
        return new LeaseBody(
                path,
                role,
                targetId,
                account,
                issuedAt,
                newExpiry.toEpochMilli(),
                newHardEnd == null ? null : newHardEnd.toEpochMilli(),
                now.toEpochMilli(),
                renewable,
                revocation,
                error,
                blockers);
    }

    /** The target itself ends the credential then; where that is past the hard end, it is the hard end. */
    LeaseBody expiringAt(Instant newExpiry) {
        return new LeaseBody(
                path,
                role,
                targetId,
                account,
                issuedAt,
                newExpiry.toEpochMilli(),
                hardEnd == null ? null : Math.max(hardEnd, newExpiry.toEpochMilli()),
                lastRenewal,
                renewable,
                revocation,
                error,
                blockers);
    }

    LeaseBody failed(String newError, List<String> newBlockers) {
        return new LeaseBody(
                path,
                role,
                targetId,
                account,
                issuedAt,
                expiresAt,
                hardEnd,
                lastRenewal,
                renewable,
                revocation,
                newError.length() <= MAX_ERROR ? newError : newError.substring(0, MAX_ERROR),
                newBlockers);
    }
}
