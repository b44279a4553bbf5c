package io.leasehold.spi.storage;

import io.leasehold.lease.LeaseState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lease as a store keeps it: in the clear only what the store must search or compare, everything else sealed in
 * {@code body}. Times have millisecond precision and come from the store's own clock.
 *
 * @param id the lease id: the request path, a slash and 24 random base62 characters; printable ASCII, at most 512
 *     characters
 * @param mountId UUID of the mount that the lease belongs to; like target and account tag ASCII, at most 255 characters
 * @param targetId the target that holds the credential
 * @param accountTag a keyed hash of the account's name on the target; (targetId, accountTag) is unique among all rows
 * @param state where the lease is in its life
 * @param issuedAt when the intent was stored
 * @param expiresAt when the lease ends
 * @param dueAt when the reaper has to look at the row next, whatever for: the creation deadline, the expiry, the next
 *     attempt
 * @param createBy until when a creation may still be under way on the target; null once the creation is known to have
 *     ended
 * @param attempts how many revocation attempts have failed in a row, 0 or more
 * @param absences how often the account was seen absent while a creation may have been under way, 0 or more
 * @param claim the token of whoever is working on the row, or null
 * @param claimedUntil when the claim lapses; null exactly when {@code claim} is
 * @param version changes with every write; a write succeeds only when it names the version that is stored
 * @param body the sealed rest
 */
public record LeaseRow(
        String id,
        String mountId,
        String targetId,
        String accountTag,
        LeaseState state,
        Instant issuedAt,
        Instant expiresAt,
        Instant dueAt,
        @Nullable Instant createBy,
        int attempts,
        int absences,
        @Nullable String claim,
        @Nullable Instant claimedUntil,
        long version,
        SealedBytes body) {

    /** Checks the id, which must be 1 to 512 printable ASCII characters. */
    public LeaseRow {
        StoredName.require("id", id);
    }

    /**
     * This row with another version.
     *
     * @param newVersion the version
     * @return the changed copy
     */
    public LeaseRow withVersion(long newVersion) {
        return new LeaseRow(
                id,
                mountId,
                targetId,
                accountTag,
                state,
                issuedAt,
                expiresAt,
                dueAt,
                createBy,
                attempts,
                absences,
                claim,
                claimedUntil,
                newVersion,
                body);
    }

    /**
     * This row as a claim leaves it (see {@link LeaseStore#claimDue}): {@code PENDING} and {@code ACTIVE} become
     * {@code REVOKING}, other states stay; the version is the next one.
     *
     * @param token names the claimant
     * @param until when the claim lapses
     * @return the changed copy
     */
    public LeaseRow claimed(String token, Instant until) {
        LeaseState next = state == LeaseState.IRREVOCABLE ? state : LeaseState.REVOKING;
        return new LeaseRow(
                id,
                mountId,
                targetId,
                accountTag,
                next,
                issuedAt,
                expiresAt,
                dueAt,
                createBy,
                attempts,
                absences,
                token,
                until,
                version + 1,
                body);
    }

    /**
     * Whether somebody holds an unexpired claim on this row.
     *
     * @param now the store's time
     * @return true when the row is being worked on
     */
    public boolean claimedAt(Instant now) {
        return claimedUntil != null && claimedUntil.isAfter(now);
    }
}
