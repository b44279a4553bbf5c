package io.leasehold.database.internal.sql;

/** What stands directly around a placeholder, and so how its value is escaped. */
enum Quoting {
    /** No quotes: only names and numbers are accepted. */
    NONE("", false),
    /** A string in which the quote is doubled. */
    STRING("'", false),
    /** A string in which the quote is doubled and the backslash too. */
    BACKSLASH_STRING("'", true),
    /** An identifier in double quotes. */
    DOUBLE("\"", false),
    /** A string in double quotes in which the backslash is doubled too. */
    BACKSLASH_DOUBLE("\"", true),
    /** An identifier in backticks. */
    BACKTICK("`", false),
    /** An identifier in brackets; the closing one is doubled. */
    BRACKET("]", false),
    /** The text of a dollar-quoted string, where nothing can be escaped. */
    DOLLAR("", false);

    private final String doubled;
    private final boolean backslashes;

    Quoting(String doubled, boolean backslashes) {
        this.doubled = doubled;
        this.backslashes = backslashes;
    }

    String escape(String value) {
        String text = backslashes ? value.replace("\\", "\\\\") : value;
        return doubled.isEmpty() ? text : text.replace(doubled, doubled + doubled);
    }
}
