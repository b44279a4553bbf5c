package io.leasehold.database.oracle;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The meaning of a statement, found in a list. What is not in it is refused as Oracle refuses what it cannot read. */
final class StandInStatements {

    private static final String NAME = "(\"[^\"]+\"|[A-Za-z][A-Za-z0-9_$#]*)";

    private static final Pattern CREATE = pattern("CREATE USER " + NAME + " IDENTIFIED BY \"([^\"]*)\"");
    private static final Pattern ALTER = pattern("ALTER USER " + NAME + " IDENTIFIED BY \"([^\"]*)\"");
    private static final Pattern LOCK = pattern("ALTER USER " + NAME + " ACCOUNT LOCK");
    private static final Pattern DROP = pattern("DROP USER " + NAME + "( CASCADE)?");
    private static final Pattern GRANT = pattern("GRANT ([A-Z, ]+) TO " + NAME);
    private static final Pattern GRANT_ON = pattern("GRANT SELECT ON ([A-Z_.]+) TO " + NAME);
    private static final Pattern BLOCK = pattern("BEGIN EXECUTE IMMEDIATE 'GRANT ([A-Z ]+) TO " + NAME + "'; END;");
    private static final Pattern SLEEP = pattern("BEGIN DBMS_SESSION\\.SLEEP\\([0-9.]+\\); END;");
    private static final Pattern KILL = pattern("ALTER SYSTEM KILL SESSION '([0-9]+),([0-9]+),@1' IMMEDIATE");
    private static final Pattern LOOK = pattern("SELECT u\\.username, ROUND.* FROM dual LEFT JOIN all_users u ON .*");
    private static final Pattern SESSIONS =
            pattern("SELECT s\\.sid, s\\.serial#, s\\.inst_id FROM gv\\$session s WHERE .*");
    private static final Pattern PRIVILEGES = pattern("SELECT privilege FROM session_privs");
    private static final Pattern PARAMETER =
            pattern("SELECT TO_NUMBER\\(value\\) FROM v\\$parameter WHERE name = 'sessions'");
    private static final Pattern LIST = pattern("SELECT username FROM all_users WHERE oracle_maintained = 'N'");

    private final StandInOracle server;
    private final StandInSession session;

    StandInStatements(StandInOracle server, StandInSession session) {
        this.server = server;
        this.session = session;
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile("(?is)" + regex);
    }

    private static String name(String written) {
        return written.startsWith("\"") ? written.substring(1, written.length() - 1) : written.toUpperCase(Locale.ROOT);
    }

    /** What a statement of a form does. */
    private interface Action {
        void run(Matcher matcher) throws SQLException;
    }

    StandInRows execute(String sql, List<Object> parameters) throws SQLException {
        for (Map.Entry<Pattern, Action> form : forms().entrySet()) {
            Matcher matcher = form.getKey().matcher(sql);
            if (matcher.matches()) {
                form.getValue().run(matcher);
                return StandInRows.NONE;
            }
        }
        return query(sql, parameters);
    }

    /** The first that fits counts. */
    private Map<Pattern, Action> forms() {
        Map<Pattern, Action> forms = new LinkedHashMap<>();
        forms.put(CREATE, m -> create(name(m.group(1)), m.group(2)));
        forms.put(ALTER, m -> {
            String name = known(name(m.group(1)));
            server.users.put(
                    name,
                    new StandInOracle.User(m.group(2), server.users.get(name).locked(), false));
        });
        forms.put(LOCK, m -> {
            StandInOracle.User user = server.users.get(known(name(m.group(1))));
            server.users.put(name(m.group(1)), new StandInOracle.User(user.password(), true, user.owns()));
        });
        forms.put(DROP, m -> drop(name(m.group(1)), m.group(2) != null));
        forms.put(GRANT, this::grant);
        forms.put(BLOCK, this::grant);
        forms.put(GRANT_ON, m -> {
            throw StandInOracle.error(942, "table or view does not exist");
        });
        forms.put(KILL, m -> kill(Integer.parseInt(m.group(2))));
        forms.put(SLEEP, m -> {});
        return forms;
    }

    private void grant(Matcher matcher) throws SQLException {
        server.privileges
                .get(known(name(matcher.group(2))))
                .addAll(Set.of(matcher.group(1).split(", *")));
    }

    private StandInRows query(String sql, List<Object> parameters) throws SQLException {
        if (LOOK.matcher(sql).matches()) {
            return look(String.valueOf(parameters.get(0)));
        }
        if (SESSIONS.matcher(sql).matches()) {
            require("ALTER SYSTEM", 942, "table or view does not exist");
            List<List<Object>> rows = new ArrayList<>();
            for (StandInSession each : server.sessions) {
                if (each.user().equals(parameters.get(0))
                        || each.user().equals(String.valueOf(parameters.get(0)).toUpperCase(Locale.ROOT))) {
                    rows.add(List.of(1, each.serial(), 1));
                }
            }
            return new StandInRows(rows);
        }
        if (PRIVILEGES.matcher(sql).matches()) {
            return StandInRows.texts(server.privileges.get(session.user()));
        }
        if (PARAMETER.matcher(sql).matches()) {
            return new StandInRows(List.of(List.of(472)));
        }
        if (LIST.matcher(sql).matches()) {
            return StandInRows.texts(server.users.keySet());
        }
        throw StandInOracle.error(900, "invalid SQL statement");
    }

    private StandInRows look(String written) {
        long now = java.time.Clock.systemUTC().instant().getEpochSecond();
        List<List<Object>> rows = new ArrayList<>();
        for (String name : new TreeSet<>(Set.copyOf(List.of(written, written.toUpperCase(Locale.ROOT))))) {
            if (server.users.containsKey(name)) {
                rows.add(List.of(name, now));
            }
        }
        if (rows.isEmpty()) {
            List<Object> none = new ArrayList<>();
            none.add(null);
            none.add(now);
            rows.add(none);
        }
        return new StandInRows(rows);
    }

    private void require(String right, int number, String message) throws SQLException {
        if (!server.privileges.getOrDefault(session.user(), Set.of()).contains(right)) {
            throw StandInOracle.error(number, message);
        }
    }

    private String known(String name) throws SQLException {
        if (!server.users.containsKey(name)) {
            throw StandInOracle.error(1918, "user '" + name + "' does not exist");
        }
        if (!session.user().equals(name)) {
            require("ALTER USER", 1031, "insufficient privileges");
        }
        return name;
    }

    private void create(String name, String password) throws SQLException {
        require("CREATE USER", 1031, "insufficient privileges");
        if (server.users.containsKey(name)) {
            throw StandInOracle.error(1920, "user name '" + name + "' conflicts with another user or role name");
        }
        server.users.put(name, new StandInOracle.User(password, false, false));
        server.privileges.put(name, new TreeSet<>());
    }

    private void drop(String name, boolean cascade) throws SQLException {
        require("DROP USER", 1031, "insufficient privileges");
        if (!server.users.containsKey(name)) {
            throw StandInOracle.error(1918, "user '" + name + "' does not exist");
        }
        if (server.sessions.stream().anyMatch(each -> each.user().equals(name))) {
            throw StandInOracle.error(1940, "cannot drop a user that is currently connected");
        }
        if (server.users.get(name).owns() && !cascade) {
            throw StandInOracle.error(1922, "CASCADE must be specified to drop '" + name + "'");
        }
        server.users.remove(name);
        server.privileges.remove(name);
    }

    private void kill(int serial) throws SQLException {
        require("ALTER SYSTEM", 1031, "insufficient privileges");
        for (StandInSession each : List.copyOf(server.sessions)) {
            if (each.serial() == serial) {
                each.kill();
                return;
            }
        }
        throw StandInOracle.error(30, "User session ID does not exist.");
    }
}
