package io.leasehold.database.internal.sql;

/** Classes of characters, as the lexers of the products have them: ASCII only, never by locale. */
final class Characters {

    private Characters() {}

    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Letters, the underscore, and everything beyond ASCII (scan.l: {@code ident_start}). */
    static boolean startsWord(char c) {
        return isAsciiLetter(c) || c == '_' || c >= 0x80;
    }

    /** What may follow in a word; the dollar sign is part of names in PostgreSQL, MySQL and Oracle. */
    static boolean continuesWord(char c) {
        return startsWord(c) || isDigit(c) || c == '$';
    }
}
