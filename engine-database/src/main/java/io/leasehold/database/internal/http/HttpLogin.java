package io.leasehold.database.internal.http;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A login as HTTP carries it: the scheme {@code Basic}, in UTF-8 (RFC 7617). Immutable; its text form shows no password.
 *
 * @param username the name
 * @param password the password
 */
public record HttpLogin(String username, SecretText password) {

    /**
     * The login of an administrator.
     *
     * @param username the field {@code username}
     * @param password the field {@code password}
     * @return the login
     * @throws InvalidRequestException when one is missing, or cannot log in
     */
    public static HttpLogin of(@Nullable String username, @Nullable SecretText password) {
        if (username == null || username.isEmpty()) {
            throw new InvalidRequestException("username", "the administrator's name is missing");
        }
        if (!fits(username)) {
            throw new InvalidRequestException(
                    "username", "holds a colon or a control character, with which nobody can log in (RFC 7617)");
        }
        if (password == null) {
            throw new InvalidRequestException("password", "the administrator's password is missing");
        }
        return new HttpLogin(username, password);
    }

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
