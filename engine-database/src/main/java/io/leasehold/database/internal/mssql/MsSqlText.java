package io.leasehold.database.internal.mssql;

/** Writes texts into the plugin's own statements, where the server takes no parameters. */
final class MsSqlText {

    private MsSqlText() {}

    /** A delimited identifier ("Database Identifiers", Transact-SQL reference). */
    static String identifier(String name) {
        return '[' + name.replace("]", "]]") + ']';
    }

    static String literal(String text) {
        return "N'" + text.replace("'", "''") + '\'';
    }
}
