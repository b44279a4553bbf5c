package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.sql.Placeholders;
import java.util.List;

/** Where accounts are: on the server, with users in databases, or in one contained database. */
enum AccountKind {
    /** A login of the server, which may have a user in each database. */
    LOGIN(
            "login",
            "master.",
            "sys.server_principals AS p ON p.name = ? AND p.type = 'S'",
            "SELECT name FROM sys.server_principals WHERE type = 'S' AND principal_id > 256 AND name NOT LIKE '##%'",
            "SELECT session_id FROM sys.dm_exec_sessions WHERE security_id = SUSER_SID(?)",
            "ALTER LOGIN [{{" + Placeholders.NAME + "}}] WITH PASSWORD = N'{{" + Placeholders.PASSWORD + "}}'"),
    /** A user with a password of its own ("Contained Database Users", SQL Server), known to its database alone. */
    CONTAINED_USER(
            "user",
            "",
            "sys.database_principals AS p ON p.name = ? AND p.type = 'S'",
            "SELECT name FROM sys.database_principals WHERE type = 'S' AND authentication_type = 2",
            "SELECT session_id FROM sys.dm_exec_sessions WHERE security_id ="
                    + " (SELECT sid FROM sys.database_principals WHERE name = ?)",
            "ALTER USER [{{" + Placeholders.NAME + "}}] WITH PASSWORD = N'{{" + Placeholders.PASSWORD + "}}'");

    private final String word;
    private final String lockDatabase;
    private final String principals;
    private final String all;
    private final String sessions;
    private final String rotation;

    AccountKind(String word, String lockDatabase, String principals, String all, String sessions, String rotation) {
        this.word = word;
        this.lockDatabase = lockDatabase;
        this.principals = principals;
        this.all = all;
        this.sessions = sessions;
        this.rotation = rotation;
    }

    /** An account in messages. */
    String called(String username) {
        return word + " '" + username + "'";
    }

    /** Whether there is one, and the server's time. */
    String look() {
        return "SELECT COUNT(p.name) AS found, DATEDIFF_BIG(ms, '19700101', SYSUTCDATETIME()) AS server_time"
                + " FROM (SELECT 1 AS one) AS o LEFT JOIN " + principals;
    }

    /** The names of all. */
    String all() {
        return all;
    }

    /** The sessions of one. */
    String sessions() {
        return sessions;
    }

    /** Keeps everybody out who is not logged in yet. */
    String lock(String username) {
        String name = MsSqlText.identifier(username);
        return this == LOGIN ? "ALTER LOGIN " + name + " DISABLE" : "DENY CONNECT TO " + name;
    }

    /** What sets a password. */
    List<String> rotation() {
        return List.of(rotation);
    }

    /**
     * Before the name of a procedure for locks: they belong to a database, and brokers may use different ones of a server. A
     * contained user can use no other than its own.
     */
    String lockDatabase() {
        return lockDatabase;
    }
}
