package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.sql.Placeholders;
import java.util.List;

/** Where accounts are: on the server, with users in databases, or in one contained database. */
enum AccountKind {
    /** A login of the server, which may have a user in each database. */
    LOGIN(
            "login",
            "master.",
            "sys.server_principals",
            "p.type = 'S' AND p.principal_id > 256 AND p.name NOT LIKE '##%'",
            "SUSER_SID(?)",
            new Sight("NULL, NULL", "ALTER ANY LOGIN", "VIEW ANY DEFINITION"),
            "ALTER LOGIN [{{" + Placeholders.NAME + "}}] WITH PASSWORD = N'{{" + Placeholders.PASSWORD + "}}'"),
    /** A user with a password of its own ("Contained Database Users", SQL Server), known to its database alone. */
    CONTAINED_USER(
            "user",
            "",
            "sys.database_principals",
            "p.type = 'S' AND p.authentication_type = 2",
            "(SELECT sid FROM sys.database_principals WHERE name = ?)",
            new Sight("NULL, 'DATABASE'", "ALTER ANY USER", "VIEW DEFINITION"),
            "ALTER USER [{{" + Placeholders.NAME + "}}] WITH PASSWORD = N'{{" + Placeholders.PASSWORD + "}}'");

    /**
     * The server shows nobody more accounts and sessions than his rights cover, without an error ("Metadata Visibility
     * Configuration"). So whatever takes absence for a fact reads this column too.
     */
    static final String SEES_ALL = "sees_all";

    /** VIEW DATABASE STATE is enough in Azure SQL Database, whose edition is 5 ("sys.dm_exec_sessions"). */
    private static final String SEES_SESSIONS = "CASE WHEN HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') = 1"
            + " OR (CAST(SERVERPROPERTY('EngineEdition') AS int) = 5"
            + " AND HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'VIEW DATABASE STATE') = 1) THEN 1 ELSE 0 END AS " + SEES_ALL;

    /** So that there is a row also when nothing is found. */
    private static final String ONE_ROW = " FROM (SELECT 1 AS one) AS o LEFT JOIN ";

    private final String word;
    private final String lockDatabase;
    private final String catalogue;
    private final String all;
    private final String identity;
    private final String seesAll;
    private final String needs;
    private final String rotation;

    AccountKind(
            String word,
            String lockDatabase,
            String catalogue,
            String all,
            String identity,
            Sight sight,
            String rotation) {
        this.word = word;
        this.lockDatabase = lockDatabase;
        this.catalogue = catalogue;
        this.all = all;
        this.identity = identity;
        this.seesAll = sight.column();
        this.needs = sight.working() + " or " + sight.looking();
        this.rotation = rotation;
    }

    /**
     * The rights that show all accounts ("sys.server_principals", "sys.database_principals", permissions). Those that contain
     * them count, as the function knows.
     *
     * @param securable what they are rights to
     * @param working the one that the administrator needs anyway
     * @param looking the one that shows them only
     */
    private record Sight(String securable, String working, String looking) {

        String column() {
            return "CASE WHEN HAS_PERMS_BY_NAME(" + securable + ", '" + working + "') = 1 OR HAS_PERMS_BY_NAME("
                    + securable + ", '" + looking + "') = 1 THEN 1 ELSE 0 END AS " + SEES_ALL;
        }
    }

    /** An account in messages. */
    String called(String username) {
        return word + " '" + username + "'";
    }

    /** What is wrong when not all accounts are seen. */
    String blind() {
        return "the administrator does not see all " + word
                + "s, so that one that it does not see may be there: it needs " + needs
                + (this == LOGIN ? "" : " in the database");
    }

    /** Whether there is one, whether it would be seen, and the server's time. */
    String look() {
        return "SELECT COUNT(p.name) AS found, " + seesAll
                + ", DATEDIFF_BIG(ms, '19700101', SYSUTCDATETIME()) AS server_time" + ONE_ROW + catalogue
                + " AS p ON p.name = ? AND p.type = 'S'";
    }

    /** The names of all, or one row without a name, and whether all are seen. */
    String all() {
        return "SELECT p.name AS name, " + seesAll + ONE_ROW + catalogue + " AS p ON " + all;
    }

    /** The sessions of one, or one row without a number, and whether all are seen. */
    String sessions() {
        return "SELECT s.session_id AS session_id, " + SEES_SESSIONS + ONE_ROW
                + "sys.dm_exec_sessions AS s ON s.security_id = " + identity;
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
