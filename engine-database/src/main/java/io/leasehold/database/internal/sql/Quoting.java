package io.leasehold.database.internal.sql;

/** What stands directly around a placeholder, and so how its value is escaped. */
enum Quoting {
    /** No quotes: only names and numbers are accepted. */
    NONE("", Backslash.PLAIN),
    /** A string in which the quote is doubled. */
    STRING("'", Backslash.PLAIN),
    /** A string in which the quote is doubled and the backslash too. */
    BACKSLASH_STRING("'", Backslash.DOUBLED),
    /** An identifier in double quotes. */
    DOUBLE("\"", Backslash.PLAIN),
    /** A string in double quotes in which the backslash is doubled too. */
    BACKSLASH_DOUBLE("\"", Backslash.DOUBLED),
    /** A string in which the quote stands behind a backslash. */
    ESCAPED_STRING("'", Backslash.ESCAPES),
    /** An identifier in double quotes in which the quote stands behind a backslash. */
    ESCAPED_DOUBLE("\"", Backslash.ESCAPES),
    /** An identifier in backticks. */
    BACKTICK("`", Backslash.PLAIN),
    /** An identifier in brackets; the closing one is doubled. */
    BRACKET("]", Backslash.PLAIN),
    /** The text of a dollar-quoted string, where nothing can be escaped. */
    DOLLAR("", Backslash.PLAIN);

    /** What a backslash is. */
    private enum Backslash {
        /** A character like any other. */
        PLAIN,
        /** To be doubled. */
        DOUBLED,
        /** To be doubled, and what quotes and line feeds are written with. */
        ESCAPES
    }

    private final String delimiter;
    private final Backslash backslash;

    Quoting(String delimiter, Backslash backslash) {
        this.delimiter = delimiter;
        this.backslash = backslash;
    }

    String escape(String value) {
        String text = backslash == Backslash.PLAIN ? value : value.replace("\\", "\\\\");
        if (backslash == Backslash.ESCAPES) {
            return text.replace(delimiter, "\\" + delimiter).replace("\n", "\\n");
        }
        return delimiter.isEmpty() ? text : text.replace(delimiter, delimiter + delimiter);
    }
}
