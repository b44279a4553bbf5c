package io.leasehold.pki.internal.name;

/**
 * A pattern in which {@code *} stands for any characters, dots included, also none, and everything else for itself; it has to
 * match the whole of a text, and case counts. Matching never goes back to what it has passed, so that hostile texts cost no more
 * than others of their length. Immutable.
 */
final class Glob {

    private final String[] parts;

    private Glob(String[] parts) {
        this.parts = parts;
    }

    /** A pattern. */
    static Glob of(String pattern) {
        return new Glob(pattern.split("\\*", -1));
    }

    /** Whether the whole of a text matches. */
    boolean matches(String text) {
        String first = parts[0];
        if (parts.length == 1) {
            return text.equals(first);
        }
        String last = parts[parts.length - 1];
        int end = text.length() - last.length();
        int at = first.length();
        if (at > end || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        // The leftmost place of each part leaves the most for those after it.
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], at);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            at = found + parts[i].length();
        }
        return true;
    }
}
