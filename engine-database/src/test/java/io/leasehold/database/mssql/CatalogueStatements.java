package io.leasehold.database.mssql;

import static io.leasehold.database.mssql.StandInStatements.NAME;
import static io.leasehold.database.mssql.StandInStatements.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Queries of the catalogue, as the plugin writes them. */
final class CatalogueStatements {

    private static final String LOOK =
            "SELECT COUNT(p.name) AS found, DATEDIFF_BIG(ms, '19700101', SYSUTCDATETIME()) AS"
                    + " server_time FROM (SELECT 1 AS one) AS o LEFT JOIN sys.";

    private final StandInState state;
    private final StandInSession session;

    CatalogueStatements(StandInState state, StandInSession session) {
        this.state = state;
        this.session = session;
    }

    void addTo(StandInStatements all) {
        all.query(
                Pattern.quote(LOOK + "server_principals AS p ON p.name = @P0 AND p.type = 'S'"),
                (m, p) -> look(p, state.logins));
        all.query(
                Pattern.quote(LOOK + "database_principals AS p ON p.name = @P0 AND p.type = 'S'"),
                (m, p) -> look(p, database().users));
        all.query(
                Pattern.quote("SELECT session_id FROM sys.dm_exec_sessions WHERE security_id = SUSER_SID(@P0)"),
                (m, p) -> sessions(state.sid(String.valueOf(p.get(0)))));
        all.query(
                Pattern.quote("SELECT session_id FROM sys.dm_exec_sessions WHERE security_id ="
                        + " (SELECT sid FROM sys.database_principals WHERE name = @P0)"),
                (m, p) -> sessions(userSid(String.valueOf(p.get(0)))));
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
                "SELECT name FROM sys\\.server_principals WHERE type = 'S' AND principal_id > 256 AND name NOT LIKE '##%'",
                (m, p) -> names(state.logins));
        all.query(
                "SELECT name FROM sys\\.database_principals WHERE type = 'S' AND authentication_type = 2",
                (m, p) -> names(database().users));
    }

    private StandInDatabase database() {
        return state.databases.get(session.database);
    }

    private Optional<Rows> look(List<Object> parameters, Map<String, ?> principals) {
        synchronized (state) {
            long found = principals.containsKey(String.valueOf(parameters.get(0))) ? 1 : 0;
            return Optional.of(new Rows(
                    List.of(new Rows.Column("found", false), new Rows.Column("server_time", false)),
                    List.of(List.of(found, java.time.Clock.systemUTC().millis()))));
        }
    }

    private Optional<Rows> sessions(int sid) throws SqlError {
        synchronized (state) {
            if (!session.may("VIEW SERVER STATE")) {
                throw new SqlError(300, "VIEW SERVER STATE permission was denied on object 'server'.");
            }
            return Optional.of(Rows.numbers(
                    "session_id",
                    state.sessions.values().stream()
                            .filter(other -> other.sid() == sid)
                            .map(StandInSession::id)
                            .toList()));
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
