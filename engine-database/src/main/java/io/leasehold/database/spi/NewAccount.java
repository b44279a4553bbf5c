package io.leasehold.database.spi;

import io.leasehold.secret.SecretText;
import java.util.List;

/**
 * A user to be made. Immutable; its text form shows no secret.
 *
 * @param username the user's name, within the product's {@linkplain UsernameRules rules}
 * @param password the user's password
 * @param mark what tells the account as one of this lease; to be written on the account where the product can
 * @param creation the role's creation statements
 * @param rollback the role's rollback statements
 */
public record NewAccount(
        String username, SecretText password, String mark, List<String> creation, List<String> rollback) {

    /** Takes copies. */
    public NewAccount {
        creation = List.copyOf(creation);
        rollback = List.copyOf(rollback);
    }

    @Override
    public String toString() {
        return "NewAccount[username=" + username + "]";
    }
}
