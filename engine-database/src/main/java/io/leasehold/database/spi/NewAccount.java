package io.leasehold.database.spi;

import io.leasehold.secret.SecretText;
import java.util.List;

/**
 * A user to be made. Immutable; its text form shows no secret.
 *
 * @param username the user's name, within the product's {@linkplain UsernameRules rules}
 * @param credential what the user logs in with, of a type that the plugin declares
 * @param mark what tells the account as one of this lease; to be written on the account where the product can
 * @param creation the role's creation statements
 * @param rollback the role's rollback statements
 */
public record NewAccount(
        String username, AccountCredential credential, String mark, List<String> creation, List<String> rollback) {

    /** Takes copies. */
    public NewAccount {
        creation = List.copyOf(creation);
        rollback = List.copyOf(rollback);
    }

    /**
     * A user with a password.
     *
     * @param username the user's name
     * @param password the user's password
     * @param mark what tells the account as one of this lease
     * @param creation the role's creation statements
     * @param rollback the role's rollback statements
     */
    public NewAccount(String username, SecretText password, String mark, List<String> creation, List<String> rollback) {
        this(username, new AccountCredential.Password(password), mark, creation, rollback);
    }

    /**
     * The password, for plugins that declare no other type of credential.
     *
     * @return the password
     * @throws IllegalStateException when the user has none
     */
    public SecretText password() {
        if (credential instanceof AccountCredential.Password secret) {
            return secret.password();
        }
        throw new IllegalStateException("user " + username + " has no password");
    }

    @Override
    public String toString() {
        return "NewAccount[username=" + username + "]";
    }
}
