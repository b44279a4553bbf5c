package io.leasehold.pki.internal.name;

/** What names of hosts look like (RFC 1123, section 2.1): labels of letters, digits and inner hyphens. */
final class Hostname {

    private static final int LONGEST_LABEL = 63;

    private static final int LONGEST = 253;

    private Hostname() {}

    /** Whether a text is one, with a dot at its end or without. Says nothing of its length. */
    static boolean is(String text) {
        return is(text, 0);
    }

    /** Whether a text is one, perhaps with {@code *.} before it. */
    static boolean isOrWildcardOf(String text) {
        return is(text, text.startsWith("*.") ? 2 : 0);
    }

    private static boolean is(String text, int from) {
        int end = text.endsWith(".") ? text.length() - 1 : text.length();
        int start = from;
        for (int i = from; i <= end; i++) {
            if (i < end && text.charAt(i) != '.') {
                continue;
            }
            if (!isLabel(text, start, i)) {
                return false;
            }
            start = i + 1;
        }
        return true;
    }

    private static boolean isLabel(String text, int from, int to) {
        if (from >= to || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Whether a label with a {@code *} is one of {@code *}, {@code *x}, {@code x*} and {@code x*x}, where x is a label. */
    static boolean isWildcardLabel(String label) {
        int star = label.indexOf('*');
        return star >= 0
                && (star == 0 || isLabel(label, 0, star))
                && (star == label.length() - 1 || isLabel(label, star + 1, label.length()));
    }

    /** Whether a name, or a label of it, is longer than DNS has it (RFC 1035, section 2.3.4); a dot at its end does not count. */
    static boolean isTooLong(String text) {
        int end = text.endsWith(".") ? text.length() - 1 : text.length();
        if (end > LONGEST) {
            return true;
        }
        int start = 0;
        for (int i = 0; i <= end; i++) {
            if (i < end && text.charAt(i) != '.') {
                continue;
            }
            if (i - start > LONGEST_LABEL) {
                return true;
            }
            start = i + 1;
        }
        return false;
    }
}
