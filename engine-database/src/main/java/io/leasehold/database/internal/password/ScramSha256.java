package io.leasehold.database.internal.password;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The SCRAM-SHA-256 verifier of a password, in the form in which PostgreSQL stores it and accepts it in place of a password
 * ({@code CREATE ROLE ... PASSWORD 'SCRAM-SHA-256$4096:SALT$STORED_KEY:SERVER_KEY'}), so that the clear password never reaches
 * the server or its log. RFC 5802 section 3 and RFC 7677; the format is that of {@code pg_authid.rolpassword}.
 *
 * <p>Only passwords of printable ASCII are accepted: for those SASLprep (RFC 4013) changes nothing, and others come
 * from password policies only. Stateless.
 */
public final class ScramSha256 {

    /** What PostgreSQL uses by default, and the least that RFC 7677 asks for. */
    static final int ITERATIONS = 4096;

    private static final int SALT_BYTES = 16;
    private static final String HMAC = "HmacSHA256";

    private ScramSha256() {}

    /**
     * Computes a verifier with a fresh salt of {@value #SALT_BYTES} bytes and {@value #ITERATIONS} iterations.
     *
     * @param password the password, not empty, of printable ASCII
     * @param random the source of the salt
     * @return the verifier, to be kept as carefully as the password; owned by the caller
     * @throws InvalidRequestException when the password is empty or holds another character
     */
    public static SecretText verifier(SecretText password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return verifier(password, salt, ITERATIONS);
    }

    static SecretText verifier(SecretText password, byte[] salt, int iterations) {
        char[] clear = password.reveal().toCharArray();
        byte[] salted = new byte[0];
        byte[] clientKey = new byte[0];
        byte[] storedKey = new byte[0];
        byte[] serverKey = new byte[0];
        try {
            requirePrintableAscii(clear);
            salted = Pbkdf2Sha256.key(clear, salt, iterations);
            clientKey = hmac(salted, "Client Key");
            storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            serverKey = hmac(salted, "Server Key");
            return SecretText.of("SCRAM-SHA-256$" + iterations + ":" + base64(salt) + "$" + base64(storedKey) + ":"
                    + base64(serverKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256, its HMAC and its PBKDF2", e);
        } finally {
            Arrays.fill(clear, '\0');
            Arrays.fill(salted, (byte) 0);
            Arrays.fill(clientKey, (byte) 0);
            Arrays.fill(storedKey, (byte) 0);
            Arrays.fill(serverKey, (byte) 0);
        }
    }

    private static void requirePrintableAscii(char[] password) {
        if (password.length == 0) {
            throw new InvalidRequestException("password", "is empty");
        }
        for (char c : password) {
            if (c < ' ' || c > '~') {
                throw new InvalidRequestException(
                        "password",
                        "holds a character that is not printable ASCII: let its password policy list others, or write"
                                + " password_authentication=password to the connection");
            }
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
