package io.leasehold.database.mssql;

import static io.leasehold.database.mssql.StandInStatements.NAME;
import static io.leasehold.database.mssql.StandInStatements.name;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Queries of the catalogue, as the plugin writes them. */
final class CatalogueStatements {

    private static final String ONE_ROW = " FROM \\(SELECT 1 AS one\\) AS o LEFT JOIN sys\\.";
    private static final String RIGHT = "HAS_PERMS_BY_NAME\\(NULL, (?:NULL|'DATABASE'), '([A-Z ]+)'\\) = 1";
    private static final String RIGHTS = "CASE WHEN " + RIGHT + " OR " + RIGHT + " THEN 1 ELSE 0 END AS sees_all";
    private static final String LOOK = "SELECT COUNT\\(p\\.name\\) AS found, " + RIGHTS + ","
            + " DATEDIFF_BIG\\(ms, '19700101', SYSUTCDATETIME\\(\\)\\) AS server_time" + ONE_ROW;
    private static final String LIST = "SELECT p\\.name AS name, " + RIGHTS + ONE_ROW;
    private static final String SESSIONS = "SELECT s\\.session_id AS session_id, CASE WHEN " + RIGHT
            + " OR \\(CAST\\(SERVERPROPERTY\\('EngineEdition'\\) AS int\\) = 5 AND " + RIGHT
            + "\\) THEN 1 ELSE 0 END AS sees_all" + ONE_ROW + "dm_exec_sessions AS s ON s\\.security_id = ";

    private final StandInState state;
    private final StandInSession session;

    CatalogueStatements(StandInState state, StandInSession session) {
        this.state = state;
        this.session = session;
    }

    void addTo(StandInStatements all) {
        all.query(
                LOOK + "server_principals AS p ON p\\.name = @P0 AND p\\.type = 'S'",
                (m, p) -> look(p, visibleLogins(), asked(m)));
        all.query(
                LOOK + "database_principals AS p ON p\\.name = @P0 AND p\\.type = 'S'",
                (m, p) -> look(p, visibleUsers(), asked(m)));
        all.query(SESSIONS + "SUSER_SID\\(@P0\\)", (m, p) -> sessions(state.sid(String.valueOf(p.get(0))), m));
        all.query(
                SESSIONS + "\\(SELECT sid FROM sys\\.database_principals WHERE name = @P0\\)",
                (m, p) -> sessions(userSid(String.valueOf(p.get(0))), m));
        all.query(
                Pattern.quote(
                        "SELECT name FROM sys.databases WHERE state = 0 AND is_read_only = 0 AND HAS_DBACCESS(name) = 1"),
                (m, p) -> names(state.databases));
        all.query(
                "SELECT name FROM " + NAME + "\\.sys\\.database_principals WHERE sid = SUSER_SID\\(@P0\\)",
                (m, p) -> users(name(m.group(1)), String.valueOf(p.get(0))));
        all.query(
                "SELECT s\\.name FROM (?:" + NAME + "\\.)?sys\\.schemas AS s JOIN .* WHERE p\\.name = @P0",
                (m, p) -> schemas(m.group(1), String.valueOf(p.get(0))));
        all.query(
                "SELECT HAS_PERMS_BY_NAME\\(NULL, (?:NULL|'DATABASE'), '([A-Z ]+)'\\)",
                (m, p) -> Optional.of(Rows.number("", session.may(m.group(1)) ? 1 : 0)));
        all.query("SELECT @@MAX_CONNECTIONS", (m, p) -> Optional.of(Rows.number("", 32767)));
        all.query(
                LIST
                        + "server_principals AS p ON p\\.type = 'S' AND p\\.principal_id > 256 AND p\\.name NOT LIKE '##%'",
                (m, p) -> list("name", true, visibleLogins(), asked(m)));
        all.query(
                LIST + "database_principals AS p ON p\\.type = 'S' AND p\\.authentication_type = 2",
                (m, p) -> list("name", true, withPasswords(visibleUsers()), asked(m)));
    }

    /** Whether the session has one of both rights that the statement asks for. */
    private boolean asked(Matcher statement) {
        return session.may(statement.group(1)) || session.may(statement.group(2));
    }

    private boolean seesLogins() {
        return session.may("ALTER ANY LOGIN") || session.may("VIEW ANY DEFINITION");
    }

    private boolean seesUsers() {
        return session.may("ALTER ANY USER") || session.may("VIEW DEFINITION");
    }

    /** Without a right to others everybody sees himself, and no error. */
    private List<String> visibleLogins() {
        synchronized (state) {
            return state.logins.keySet().stream()
                    .filter(name -> seesLogins() || state.sid(name) == session.sid())
                    .toList();
        }
    }

    private List<String> visibleUsers() {
        synchronized (state) {
            return database().users.keySet().stream()
                    .filter(name -> seesUsers() || userSid(name) == session.sid())
                    .toList();
        }
    }

    private List<String> withPasswords(List<String> users) {
        synchronized (state) {
            return users.stream()
                    .filter(name -> database().users.get(name).password() != null)
                    .toList();
        }
    }

    private StandInDatabase database() {
        return state.databases.get(session.database);
    }

    private static Optional<Rows> look(List<Object> parameters, List<String> visible, boolean all) {
        String wanted = String.valueOf(parameters.get(0));
        long found = visible.stream().filter(wanted::equalsIgnoreCase).count();
        return Optional.of(new Rows(
                List.of(
                        new Rows.Column("found", false),
                        new Rows.Column("sees_all", false),
                        new Rows.Column("server_time", false)),
                List.of(List.of(
                        found, all ? 1L : 0L, java.time.Clock.systemUTC().millis()))));
    }

    /** What was found, each with whether all was seen; one row without a value for nothing. */
    private static Optional<Rows> list(String column, boolean text, List<?> found, boolean all) {
        List<List<Object>> rows = new ArrayList<>();
        for (Object each : found) {
            rows.add(List.of(each, all ? 1 : 0));
        }
        if (rows.isEmpty()) {
            rows.add(Arrays.asList(null, all ? 1 : 0));
        }
        return Optional.of(new Rows(List.of(new Rows.Column(column, text), new Rows.Column("sees_all", false)), rows));
    }

    /** Without a right to others everybody sees his own sessions, and no error. */
    private Optional<Rows> sessions(int sid, Matcher statement) {
        synchronized (state) {
            boolean all = session.may("VIEW SERVER STATE");
            return list(
                    "session_id",
                    false,
                    state.sessions.values().stream()
                            .filter(other -> other.sid() == sid && (all || sid == session.sid()))
                            .map(StandInSession::id)
                            .toList(),
                    session.may(statement.group(1)));
        }
    }

    private int userSid(String user) {
        synchronized (state) {
            StandInDatabase.User found = database().users.get(user);
            return found == null ? -1 : found.sid();
        }
    }

    private Optional<Rows> names(Map<String, ?> map) {
        synchronized (state) {
            return Optional.of(Rows.texts("name", new ArrayList<>(map.keySet())));
        }
    }

    private Optional<Rows> users(String database, String login) {
        synchronized (state) {
            int sid = state.sid(login);
            return Optional.of(Rows.texts(
                    "name",
                    state.databases.get(database).users.entrySet().stream()
                            .filter(user -> user.getValue().sid() == sid)
                            .map(Map.Entry::getKey)
                            .toList()));
        }
    }

    private Optional<Rows> schemas(String database, String owner) {
        synchronized (state) {
            StandInDatabase of = database == null ? database() : state.databases.get(name(database));
            return Optional.of(Rows.texts(
                    "name",
                    of.schemas.entrySet().stream()
                            .filter(schema -> schema.getValue().equalsIgnoreCase(owner))
                            .map(Map.Entry::getKey)
                            .toList()));
        }
    }
}
