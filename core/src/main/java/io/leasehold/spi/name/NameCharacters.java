package io.leasehold.spi.name;

/**
 * The characters of names. ASCII letters and digits are always allowed; this says which signs are, too.
 *
 * <p>What is left of a display name or a role's name means the same in every product, encoding, shell and URL, and counts as
 * one byte for one character. It is not what protects statements, escaping is; it keeps hostile names from making accounts
 * that nobody can work with.
 *
 * @param inParts the signs that stay in the display name and the role's name; every other character becomes {@code _}
 * @param inName the signs that a whole name may hold
 * @param allowed what a whole name may hold, for messages
 */
record NameCharacters(String inParts, String inName, String allowed) {

    /** Parts are cut to this before anything else; more can never fit into an account's name. */
    static final int LONGEST_PART = 128;

    /** Printable ASCII without spaces, quotes and backslashes. */
    private static final String HARMLESS = "!#$%&()*+,-./:;<=>?@[]^_{|}~";

    private static final String ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /** Cautious with what callers give, and generous with what the template says. */
    static final NameCharacters DEFAULT =
            new NameCharacters("_-.", HARMLESS, "printable ASCII without spaces, quotes and backslashes");

    /** The same signs in the parts and in the whole. */
    static NameCharacters only(String signs) {
        if (signs.indexOf('_') < 0 || !signs.chars().allMatch(c -> HARMLESS.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "\"" + signs + "\" must hold _, which replaces what is not allowed, and may hold " + HARMLESS);
        }
        return new NameCharacters(signs, signs, "letters, digits and " + signs);
    }

    /** A part of a name with every character that is not allowed replaced, cut to {@value #LONGEST_PART} characters. */
    String clean(String part) {
        StringBuilder clean = new StringBuilder();
        part.codePoints()
                .limit(LONGEST_PART)
                .forEach(c -> clean.append(isAlphanumeric(c) || inParts.indexOf(c) >= 0 ? (char) c : '_'));
        return clean.toString();
    }

    /** What is wrong with the characters of a whole name, or an empty text. */
    String objection(String name) {
        if (name.isEmpty()) {
            return "the name is empty";
        }
        boolean allowedOnly = name.chars().allMatch(c -> isAlphanumeric(c) || inName.indexOf(c) >= 0);
        return allowedOnly ? "" : "the name may hold " + allowed + " only";
    }

    /** A part with all characters that a cleaned one can have, as long as one can be. */
    String everything() {
        String each = inParts + ALPHANUMERIC;
        return each.repeat(LONGEST_PART / each.length() + 1).substring(0, LONGEST_PART);
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
