package io.leasehold;

import io.leasehold.lease.LeaseState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored lease, as an operator sees it. Immutable; never holds the credential.
 *
 * @param id the lease id
 * @param path the path that issued it
 * @param state where it is in its life
 * @param targetId the target that holds the credential
 * @param account the account's name on the target, empty when the stored part cannot be opened
 * @param issuedAt when it was issued, by the store's clock
 * @param expiresAt when it ends, by the store's clock
 * @param hardEnd beyond which no renewal can take it, empty when it can be renewed without end or is unreadable
 * @param lastRenewal when it was last renewed, empty when never
 * @param ttl what is left of it; negative while it is overdue
 * @param renewable whether it can be renewed
 * @param attempts failed attempts to revoke it
 * @param error why it cannot be revoked, or cannot be read; empty when nothing is wrong
 */
public record LeaseInfo(
        String id,
        String path,
        LeaseState state,
        String targetId,
        Optional<String> account,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Instant> hardEnd,
        Optional<Instant> lastRenewal,
        Duration ttl,
        boolean renewable,
        int attempts,
        Optional<String> error) {}
