package io.leasehold.database.internal.drain;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import java.util.List;

/**
 * The two values of a database credential that a driver wants.
 *
 * @param username the user
 * @param password the password; never shown
 */
public record Login(String username, String password) {

    private static final List<String> OTHER_CREDENTIALS = List.of("client_certificate", "rsa_private_key");

    /**
     * Reads a credential.
     *
     * @param secret what a {@code creds} or {@code static-creds} path of the database engine answered
     * @return the login
     * @throws InvalidRequestException when the secret has no username or password
     */
    public static Login of(Secret secret) {
        return new Login(text(secret, "username"), text(secret, "password"));
    }

    private static String text(Secret secret, String field) {
        if (secret.data().get(field) instanceof String value) {
            return value;
        }
        for (String other : OTHER_CREDENTIALS) {
            if (secret.data().containsKey(other)) {
                throw new InvalidRequestException(
                        field,
                        "is missing in the secret, which holds a " + other + " instead: a rotating client logs in with"
                                + " passwords, so give it a role of credential_type password; other credentials are"
                                + " for a driver of your own setting up, with SecretBroker.rotating");
            }
        }
        throw new InvalidRequestException(
                field, "is missing in the secret; a path such as database/creds/ROLE answers username and password");
    }

    @Override
    public String toString() {
        return "Login[username=" + username + ", password=[masked]]";
    }
}
