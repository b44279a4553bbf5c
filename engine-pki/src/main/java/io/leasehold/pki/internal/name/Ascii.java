package io.leasehold.pki.internal.name;

/**
 * Comparisons in which only A to Z and a to z are the same letters. Those of {@link String} also take the Kelvin sign for a k, and
 * with that a name for another one.
 */
final class Ascii {

    private Ascii() {}

    static boolean equalsIgnoringCase(String a, String b) {
        return a.length() == b.length() && regionEquals(a, 0, b);
    }

    /** Whether a text ends with another one. */
    static boolean endsWithIgnoringCase(String text, String end) {
        int from = text.length() - end.length();
        return from >= 0 && regionEquals(text, from, end);
    }

    private static boolean regionEquals(String text, int from, String part) {
        for (int i = 0; i < part.length(); i++) {
            if (lower(text.charAt(from + i)) != lower(part.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Whether all is printable and nothing is a space. */
    static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Whether there are control characters or half surrogate pairs, which no text of a certificate may have. */
    static boolean isUnwritable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return true;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
