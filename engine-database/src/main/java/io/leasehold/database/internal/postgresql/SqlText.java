package io.leasehold.database.internal.postgresql;

/**
 * Writes names and texts into the plugin's own statements, where the server takes no parameters. Relies on
 * {@code standard_conforming_strings}, which every session sets ("String Constants", PostgreSQL manual 4.1.2.1).
 */
final class SqlText {

    private SqlText() {}

    static String identifier(String name) {
        return '"' + checked(name).replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return '\'' + checked(text).replace("'", "''") + '\'';
    }

    private static String checked(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("PostgreSQL takes no NUL character");
        }
        return text;
    }
}
