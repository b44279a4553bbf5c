package io.leasehold.database.internal.http;

import io.leasehold.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A login as HTTP carries it: the scheme {@code Basic}, in UTF-8 (RFC 7617). Immutable; its text form shows no password.
 *
 * @param username the name
 * @param password the password
 */
public record HttpLogin(String username, SecretText password) {

    /**
     * Whether a name can log in: what follows its first colon would be taken for the password.
     *
     * @param username the name
     * @return whether it has no colon and no control characters
     */
    public static boolean fits(String username) {
        return username.chars().noneMatch(c -> c == ':' || Character.isISOControl(c));
    }

    /** The value of the header {@code Authorization}. */
    String header() {
        byte[] pair = (username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
        return "HttpLogin[username=" + username + "]";
    }
}
