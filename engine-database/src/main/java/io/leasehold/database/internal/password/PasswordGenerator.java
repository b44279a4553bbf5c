package io.leasehold.database.internal.password;

import io.leasehold.secret.SecretText;
import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The default passwords: {@value #LENGTH} characters of {@code [a-z]}, {@code [A-Z]}, {@code [0-9]} and {@code -}, at least one
 * of each class, and no hyphen in front, where tools take it for an option.
 *
 * <p>Whole passwords are drawn until one fits, so that every password that fits is equally likely; one in four does. They
 * carry 117 bits. Stateless.
 */
public final class PasswordGenerator {

    /** The length in characters. */
    public static final int LENGTH = 20;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

    private PasswordGenerator() {}

    /**
     * Makes a password.
     *
     * @param random the source of randomness
     * @return the password, owned by the caller
     */
    public static SecretText generate(SecureRandom random) {
        char[] drawn = new char[LENGTH];
        try {
            do {
                for (int i = 0; i < LENGTH; i++) {
                    drawn[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                }
            } while (!fits(drawn));
            return SecretText.of(CharBuffer.wrap(drawn));
        } finally {
            Arrays.fill(drawn, '\0');
        }
    }

    private static boolean fits(char[] drawn) {
        boolean lower = false;
        boolean upper = false;
        boolean digit = false;
        boolean hyphen = false;
        for (char c : drawn) {
            lower |= c >= 'a';
            upper |= c >= 'A' && c <= 'Z';
            digit |= c >= '0' && c <= '9';
            hyphen |= c == '-';
        }
        return lower && upper && digit && hyphen && drawn[0] != '-';
    }
}
