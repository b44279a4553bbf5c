package io.leasehold.database.internal.username;

/**
 * Makes the display name and the role's name fit to be parts of an account's name: ASCII letters, digits, {@code _},
 * {@code -} and {@code .} stay, every other character (a quote, a control character, an emoji) becomes {@code _}.
 *
 * <p>What is left means the same in every product, encoding, shell and URL, and counts as one byte for one character. It is
 * not what protects the SQL, escaping is; it keeps hostile names from making accounts that nobody can work with.
 */
final class NameParts {

    /** Names are cut to this before anything else; more can never fit into an account's name. */
    static final int LONGEST = 128;

    private NameParts() {}

    static String clean(String name) {
        StringBuilder clean = new StringBuilder();
        name.codePoints().limit(LONGEST).forEach(c -> clean.append(isKept(c) ? (char) c : '_'));
        return clean.toString();
    }

    private static boolean isKept(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_-.".indexOf(c) >= 0;
    }

    /** What is wrong with the characters of a rendered name, or an empty text. */
    static String objection(String name) {
        if (name.isEmpty()) {
            return "the name is empty";
        }
        boolean printable = name.chars().allMatch(c -> c > ' ' && c < 0x7f && "'\"`\\".indexOf(c) < 0);
        return printable ? "" : "the name may hold printable ASCII without spaces, quotes and backslashes only";
    }
}
