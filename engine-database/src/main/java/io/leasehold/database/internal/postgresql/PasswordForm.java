package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.password.ScramSha256;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.security.SecureRandom;

/** What a new user's password is sent as: {@code password_authentication}. */
enum PasswordForm {
    /** A SCRAM verifier, from which the server cannot tell the password (RFC 5802, RFC 7677). */
    SCRAM_SHA_256("scram-sha-256"),
    /** The password itself, which may end in the server's log. */
    PASSWORD("password");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String spelling;

    PasswordForm(String spelling) {
        this.spelling = spelling;
    }

    static PasswordForm named(String spelling) {
        for (PasswordForm form : values()) {
            if (form.spelling.equals(spelling)) {
                return form;
            }
        }
        throw new InvalidRequestException(
                "password_authentication", "\"" + spelling + "\" is neither \"scram-sha-256\" nor \"password\"");
    }

    /** The text for {@code {{password}}}, owned by the caller. */
    SecretText of(SecretText password) {
        return this == PASSWORD ? SecretText.of(password.reveal()) : ScramSha256.verifier(password, RANDOM);
    }
}
