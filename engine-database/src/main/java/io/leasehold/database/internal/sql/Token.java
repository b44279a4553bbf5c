package io.leasehold.database.internal.sql;

import java.util.Locale;

/**
 * A token: offsets into the text it was read from. Tokens follow each other without gaps.
 *
 * @param kind what it is
 * @param start its first character
 * @param contentStart the first character between its delimiters; {@code start} when it has none
 * @param contentEnd the end of what is between its delimiters; {@code end} when it has none
 * @param end the character after its last
 */
record Token(TokenKind kind, int start, int contentStart, int contentEnd, int end) {

    static Token plain(TokenKind kind, int start, int end) {
        return new Token(kind, start, start, end, end);
    }

    String text(String source) {
        return source.substring(start, end);
    }

    /** The keyword that a word spells, in upper case; empty for all other kinds. */
    String keyword(String source) {
        return kind == TokenKind.WORD ? text(source).toUpperCase(Locale.ROOT) : "";
    }
}
