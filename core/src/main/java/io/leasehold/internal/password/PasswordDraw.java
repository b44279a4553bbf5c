package io.leasehold.internal.password;

import io.leasehold.secret.SecretText;
import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Draws passwords by a policy. Whole passwords are drawn from the alphabet until one fits, so that every password that fits
 * is equally likely. Where the rules are so narrow that none was found within a bounded number of draws, one is constructed:
 * the required characters of each rule, the rest from the alphabet, in random order. What is wiped is all that was drawn.
 * Stateless.
 */
final class PasswordDraw {

    /** How many characters are drawn at most before a password is constructed: some milliseconds. */
    private static final int MOST_DRAWN = 20_000;

    private PasswordDraw() {}

    /** A password, owned by the caller. */
    static SecretText draw(PasswordPolicy policy, SecureRandom random) {
        int[] drawn = new int[policy.length()];
        try {
            int attempts = MOST_DRAWN / policy.length();
            for (int i = 0; i < attempts; i++) {
                fill(drawn, 0, drawn.length, policy.alphabet(), random);
                if (policy.fits(drawn)) {
                    return text(drawn);
                }
            }
            construct(drawn, policy, random);
            return text(drawn);
        } finally {
            Arrays.fill(drawn, 0);
        }
    }

    private static void construct(int[] drawn, PasswordPolicy policy, SecureRandom random) {
        int filled = 0;
        for (CharsetRule rule : policy.rules()) {
            fill(drawn, filled, filled + rule.minChars(), rule.characters(), random);
            filled += rule.minChars();
        }
        fill(drawn, filled, drawn.length, policy.alphabet(), random);
        // Fisher and Yates: every order is equally likely.
        for (int i = drawn.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = drawn[i];
            drawn[i] = drawn[j];
            drawn[j] = swapped;
        }
    }

    private static void fill(int[] drawn, int from, int to, int[] charset, SecureRandom random) {
        for (int i = from; i < to; i++) {
            // nextInt(bound) rejects the uneven rest of its range, so no character is favoured.
            drawn[i] = charset[random.nextInt(charset.length)];
        }
    }

    private static SecretText text(int[] drawn) {
        char[] characters = new char[2 * drawn.length];
        try {
            int end = 0;
            for (int c : drawn) {
                end += Character.toChars(c, characters, end);
            }
            return SecretText.of(CharBuffer.wrap(characters, 0, end));
        } finally {
            Arrays.fill(characters, '\0');
        }
    }
}
