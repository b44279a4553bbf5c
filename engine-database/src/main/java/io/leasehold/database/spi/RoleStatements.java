package io.leasehold.database.spi;

import java.util.List;

/**
 * The statements of a role, as they were written. What a statement is (SQL, JSON, a rule) is the product's own affair.
 *
 * @param creation what makes the user
 * @param revocation what removes the user; empty for the product's own way
 * @param renewal what moves the user's expiry; empty for the product's own way
 * @param rollback what removes a half-made user; empty for the product's own way
 */
public record RoleStatements(
        List<String> creation, List<String> revocation, List<String> renewal, List<String> rollback) {

    /** Takes copies. */
    public RoleStatements {
        creation = List.copyOf(creation);
        revocation = List.copyOf(revocation);
        renewal = List.copyOf(renewal);
        rollback = List.copyOf(rollback);
    }
}
