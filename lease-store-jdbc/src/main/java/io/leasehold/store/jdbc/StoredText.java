package io.leasehold.store.jdbc;

/** Texts that callers look for. What can never have been stored is not asked for, because some databases refuse it. */
final class StoredText {

    /** Above every character that a stored id or path may have. */
    static final String END = "\u007f";

    private static final int MAX_LENGTH = 512;

    private StoredText() {}

    /** Whether an id or path may be this, or start with it. */
    static boolean possible(String text) {
        return text.length() <= MAX_LENGTH && isAscii(text);
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /**
     * A bound for names after a text that need not be a possible one: the part of it that can be compared. Names are ASCII,
     * so a character above them may be replaced by {@link #END}, and one below them ends the comparison.
     */
    static String bound(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~') {
                return text.substring(0, i) + END;
            }
            if (c < ' ') {
                return text.substring(0, i);
            }
        }
        return text;
    }
}
