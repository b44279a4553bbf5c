package io.leasehold.spi.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A credential decided on and not made yet. It is stored as an intent first, so that whatever happens during the creation
 * can be undone from {@code revocation} alone.
 *
 * @param role the role, for events and metrics
 * @param targetId the target that will hold the credential
 * @param account the account's name on the target; unique there among all leases
 * @param revocation how to remove it
 * @param terms what the role says about the lease's length
 * @param requestedTtl the length that the caller asked for, or null
 * @param basis entries that the plan is based on; if one changed by the time the intent is stored, the request is planned
 *     anew
 * @param material what only the creation needs, such as the password; never stored, and without it in its text form
 */
public record Plan(
        String role,
        String targetId,
        String account,
        RevocationData revocation,
        LeaseTerms terms,
        @Nullable Duration requestedTtl,
        List<Versioned<?>> basis,
        Material material) {

    /** Takes copies. */
    public Plan {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(targetId, "targetId");
        Objects.requireNonNull(account, "account");
        basis = List.copyOf(basis);
    }

    @Override
    public String toString() {
        return "Plan[role=" + role + ", target=" + targetId + ", account=" + account + "]";
    }

    /** What only the creation needs. Engines implement it; the broker just carries it. */
    public interface Material {}
}
