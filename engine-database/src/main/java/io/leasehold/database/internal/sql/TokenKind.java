package io.leasehold.database.internal.sql;

/** What a stretch of SQL is to the server's lexer. */
enum TokenKind {
    /** White space. */
    SPACE,
    /** A comment to the end of the line, without the line's end. */
    LINE_COMMENT,
    /** A block comment with its delimiters. */
    BLOCK_COMMENT,
    /** A keyword or a name without quotes. */
    WORD,
    /** ASCII digits. */
    NUMBER,
    /** A string in which only the quote is special, by being doubled. */
    STRING,
    /** A string with backslash escapes. */
    BACKSLASH_STRING,
    /** A string or identifier with Unicode escapes. */
    UNICODE_QUOTED,
    /** An identifier in double quotes. */
    DOUBLE_QUOTED,
    /** A string in double quotes with backslash escapes. */
    BACKSLASH_DOUBLE_QUOTED,
    /** A string in which quotes stand behind backslashes and are not doubled. */
    ESCAPED_STRING,
    /** An identifier in double quotes, which stand behind backslashes where they are content. */
    ESCAPED_DOUBLE_QUOTED,
    /** An identifier in backticks. */
    BACKTICK_QUOTED,
    /** An identifier in square brackets. */
    BRACKET_QUOTED,
    /** A dollar-quoted string. */
    DOLLAR_QUOTED,
    /** A placeholder outside of quotes. */
    PLACEHOLDER,
    /** A semicolon outside of quotes. */
    SEMICOLON,
    /** Any other single character. */
    SYMBOL;

    boolean isBlank() {
        return this == SPACE || isComment();
    }

    boolean isComment() {
        return this == LINE_COMMENT || this == BLOCK_COMMENT;
    }
}
