package io.leasehold.internal.lease;

import io.leasehold.lease.LeaseState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lease as an operator sees it.
 *
 * @param id the lease id
 * @param path the path that issued it
 * @param mountId the mount's UUID
 * @param state where it is in its life
 * @param targetId the target
 * @param account the account, null when the sealed part cannot be opened
 * @param issuedAt when it was issued
 * @param expiresAt when it ends
 * @param hardEnd beyond which it cannot be renewed, null when there is no such end or it is unreadable
 * @param lastRenewal when it was last renewed, null when never
 * @param ttl what is left, counted as in the answer to its holder; negative while overdue
 * @param renewable whether it can be renewed
 * @param attempts failed attempts to revoke it
 * @param error what is wrong with it, null when nothing is
 */
public record LeaseView(
        String id,
        String path,
        String mountId,
        LeaseState state,
        String targetId,
        @Nullable String account,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant hardEnd,
        @Nullable Instant lastRenewal,
        Duration ttl,
        boolean renewable,
        int attempts,
        @Nullable String error) {}
