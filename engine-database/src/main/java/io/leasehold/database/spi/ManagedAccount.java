package io.leasehold.database.spi;

import io.leasehold.secret.SecretText;
import java.util.List;

/**
 * An account that is there already, with the password that it is to have. Immutable; its text form shows no secret.
 *
 * @param username the account's name
 * @param password the new password
 * @param statements what sets it; empty for the product's own way
 */
public record ManagedAccount(String username, SecretText password, List<String> statements) {

    /** Takes copies. */
    public ManagedAccount {
        statements = List.copyOf(statements);
    }

    @Override
    public String toString() {
        return "ManagedAccount[username=" + username + "]";
    }
}
