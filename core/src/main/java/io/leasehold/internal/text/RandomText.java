package io.leasehold.internal.text;

import java.security.SecureRandom;

/** Random text for ids. */
public final class RandomText {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private RandomText() {}

    /**
     * Draws characters from {@code 0-9A-Za-z}, each equally likely: about 5.95 bits per character.
     *
     * @param random the source
     * @param length how many characters, 1 or more
     * @return the text
     */
    public static String base62(SecureRandom random, int length) {
        if (length < 1) {
            throw new IllegalArgumentException("a random text needs at least one character, not " + length);
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            // nextInt(bound) rejects the uneven rest of its range, so no character is favoured.
            text.append(BASE62.charAt(random.nextInt(BASE62.length())));
        }
        return text.toString();
    }
}
