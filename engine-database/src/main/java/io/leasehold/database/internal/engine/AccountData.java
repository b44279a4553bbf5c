package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseRole;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.LeaseTerms;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that renewing and removing a user needs, pinned when it is planned. The target is pinned by its id: where the connection
 * leads to later does not matter.
 *
 * @param connection the connection that the target belongs to
 * @param target the target's id
 * @param role the role, whose TTLs are read again at a renewal
 * @param username the user's name
 * @param renewStatements the role's renewal statements
 * @param revocationStatements the role's revocation statements
 * @param longestLife the longest life of the lease that the credential bears, whatever the role comes to say; zero when it ends
 *     with the lease as it was issued, null when it has no end of its own
 * @param mark what the account carries when that is not the mark of its lease: it was found, and not made for it
 */
public record AccountData(
        @Field("The connection.") String connection,
        @Field("The target's id.") String target,
        @Field("The role.") String role,
        @Field("The user's name.") String username,

        @Field(value = "The role's renewal statements.", verbatim = true)
        List<String> renewStatements,

        @Field(value = "The role's revocation statements.", verbatim = true)
        List<String> revocationStatements,

        @Field("The longest life that the credential bears.") @Nullable
        Duration longestLife,

        @Field(value = "The mark of an account that was found.", verbatim = true) @Nullable
        String mark) {

    /** Takes copies. */
    public AccountData {
        renewStatements = orEmpty(renewStatements);
        revocationStatements = orEmpty(revocationStatements);
    }

    Account account(LeaseMark ofLease) {
        return new Account(username, mark == null ? ofLease.text() : mark, renewStatements, revocationStatements);
    }

    /** What the role says about the lease's length, as far as the credential bears it. */
    LeaseTerms terms(DatabaseRole role) {
        Duration ttl = RoleDefaults.defaultTtl(role);
        Duration max = RoleDefaults.maxTtl(role);
        if (longestLife == null) {
            return LeaseTerms.renewable(ttl, max);
        }
        if (longestLife.isZero()) {
            return LeaseTerms.fixed(ttl, max);
        }
        boolean shorter = !max.isZero() && max.compareTo(longestLife) < 0;
        return LeaseTerms.renewable(ttl, shorter ? max : longestLife);
    }

    private static List<String> orEmpty(@Nullable List<String> statements) {
        return statements == null ? List.of() : List.copyOf(statements);
    }
}
