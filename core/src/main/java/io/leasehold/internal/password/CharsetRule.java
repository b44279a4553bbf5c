package io.leasehold.internal.password;

import io.leasehold.error.InvalidRequestException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Characters, of which a password has so many at least. Characters are Unicode code points; one that is listed twice counts
 * once. Immutable.
 */
final class CharsetRule {

    private final int[] charset;
    private final int minChars;

    private CharsetRule(int[] charset, int minChars) {
        this.charset = charset;
        this.minChars = minChars;
    }

    /**
     * Checks and makes a rule.
     *
     * @param charset the characters
     * @param minChars how many of them a password has at least, 0 or more
     * @throws InvalidRequestException when there are none, one is not printable, or the number is negative
     */
    static CharsetRule of(String charset, int minChars) {
        if (charset.isEmpty()) {
            throw new InvalidRequestException("charset", "must hold one character or more");
        }
        charset.codePoints().filter(c -> !isPrintable(c)).findFirst().ifPresent(c -> {
            throw new InvalidRequestException(
                    "charset", String.format(Locale.ROOT, "holds U+%04X, which is not a printable character", c));
        });
        if (minChars < 0) {
            throw new InvalidRequestException("min-chars", "must be 0 or more, was " + minChars);
        }
        return new CharsetRule(charset.codePoints().distinct().sorted().toArray(), minChars);
    }

    /**
     * As the established implementations have it (Go's {@code unicode.IsPrint}): letters, marks, numbers, punctuation,
     * symbols and the plain space.
     */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    int minChars() {
        return minChars;
    }

    /** The distinct characters in ascending order; not to be changed. */
    int[] characters() {
        return charset;
    }

    /** Whether a password has enough of these characters. */
    boolean fits(int[] password) {
        int found = 0;
        for (int c : password) {
            if (Arrays.binarySearch(charset, c) >= 0) {
                found++;
            }
        }
        return found >= minChars;
    }

    String text() {
        return new String(charset, 0, charset.length);
    }
}
