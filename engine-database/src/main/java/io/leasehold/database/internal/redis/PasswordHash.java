package io.leasehold.database.internal.redis;

import io.leasehold.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the server keeps of a password, and takes in its place: SHA-256 in hexadecimal ("ACL", Redis docs). Stateless. */
final class PasswordHash {

    private PasswordHash() {}

    static String of(SecretText password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(password.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
