package io.leasehold.database.internal.mysql;

/**
 * Writes texts into the plugin's own statements, where the server takes no parameters. Relies on the {@code sql_mode} that
 * every session sets: backslashes escape ("String Literals", MySQL manual).
 */
final class MySqlText {

    private MySqlText() {}

    static String literal(String text) {
        return '\'' + text.replace("\\", "\\\\").replace("'", "''") + '\'';
    }

    /** An account: name and host. */
    static String account(String user, String host) {
        return literal(user) + "@" + literal(host);
    }
}
