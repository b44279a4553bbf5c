package io.leasehold.database.snowflake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The users, and the meaning of a statement, found in a list. Guarded by itself. */
final class StandInStatements {

    private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[A-Za-z_][A-Za-z0-9_$]*)";

    private static final String TEXT = "'((?:[^'\\\\]|''|\\\\.)*)'";
    private static final int MOST_ROWS = 10_000;

    private static final Pattern SESSION = Pattern.compile("(?is)(alter session .*|select 1|commit|rollback)");
    private static final Pattern CREATE = Pattern.compile("(?is)CREATE USER " + NAME + "((?: [A-Z_]+ ?= ?\\S.*)?)");
    private static final Pattern ALTER = Pattern.compile("(?is)ALTER USER " + NAME + " SET (.+)");
    private static final Pattern ABORT = Pattern.compile("(?is)ALTER USER " + NAME + " ABORT ALL QUERIES");
    private static final Pattern DROP = Pattern.compile("(?is)DROP USER (IF EXISTS )?" + NAME);
    private static final Pattern GRANT = Pattern.compile("(?is)GRANT ROLE ([A-Z_]+) TO USER " + NAME);
    private static final Pattern SHOW =
            Pattern.compile("(?is)SHOW USERS(?: LIKE " + TEXT + ")?(?: LIMIT (\\d+)(?: FROM " + TEXT + ")?)?");
    private static final Pattern PROPERTY =
            Pattern.compile("(?is)\\s*([A-Z_]+) ?= ?(?:'((?:[^'\\\\]|''|\\\\.)*)'|([A-Za-z0-9_]+))\\s*");

    final Map<String, StandInUser> users = new TreeMap<>();

    private final Map<Pattern, Meaning> meanings = new LinkedHashMap<>();

    StandInStatements() {
        meanings.put(SESSION, m -> List.of());
        meanings.put(CREATE, m -> create(name(m.group(1)), properties(m.group(2))));
        meanings.put(ALTER, m -> alter(name(m.group(1)), properties(m.group(2))));
        meanings.put(ABORT, m -> alter(name(m.group(1)), Map.of()));
        meanings.put(DROP, m -> drop(name(m.group(2)), m.group(1) == null));
        meanings.put(GRANT, m -> grant(m.group(1), name(m.group(2))));
        meanings.put(SHOW, m -> show(m.group(1), m.group(2), m.group(3)));
    }

    /** What a statement does, and answers: users, or nothing. */
    @FunctionalInterface
    private interface Meaning {
        List<StandInUser> apply(Matcher statement) throws ServiceError;
    }

    /** What a query answers: users, or nothing. */
    synchronized List<StandInUser> execute(String sql) throws ServiceError {
        for (Map.Entry<Pattern, Meaning> each : meanings.entrySet()) {
            Matcher statement = each.getKey().matcher(sql);
            if (statement.matches()) {
                return each.getValue().apply(statement);
            }
        }
        throw new ServiceError(1003, "42000", "SQL compilation error: syntax error near '" + sql + "'.");
    }

    private List<StandInUser> create(String name, Map<String, String> properties) throws ServiceError {
        if (users.containsKey(name)) {
            throw new ServiceError(2002, "42710", "SQL compilation error: Object '" + name + "' already exists.");
        }
        users.put(name, new StandInUser(name, properties));
        return List.of();
    }

    private List<StandInUser> alter(String name, Map<String, String> properties) throws ServiceError {
        users.put(name, known(name).with(properties));
        return List.of();
    }

    private List<StandInUser> drop(String name, boolean mustExist) throws ServiceError {
        if (mustExist) {
            known(name);
        }
        users.remove(name);
        return List.of();
    }

    private List<StandInUser> grant(String role, String name) throws ServiceError {
        StandInUser user = known(name);
        if (!role.equals("READER")) {
            throw missing("Role", role);
        }
        users.put(name, user.with(Map.of("ROLE", role)));
        return List.of();
    }

    /** In the order of their names; the cursor is the first name that begins with its text. */
    private List<StandInUser> show(String pattern, String limit, String from) {
        String regex = pattern == null
                ? ".*"
                : Pattern.quote(text(pattern)).replace("_", "\\E.\\Q").replace("%", "\\E.*\\Q");
        Pattern like = Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        String cursor = from == null ? "" : text(from);
        return users.values().stream()
                .filter(user -> like.matcher(user.name()).matches())
                .dropWhile(user -> !user.name().startsWith(cursor))
                .skip(cursor.isEmpty() ? 0 : 1)
                .limit(limit == null ? MOST_ROWS : Math.min(MOST_ROWS, Integer.parseInt(limit)))
                .toList();
    }

    private StandInUser known(String name) throws ServiceError {
        StandInUser user = users.get(name);
        if (user == null) {
            throw missing("User", name);
        }
        return user;
    }

    private static ServiceError missing(String what, String name) {
        return new ServiceError(
                2003, "02000", "SQL compilation error: " + what + " '" + name + "' does not exist or not authorized.");
    }

    private static Map<String, String> properties(String text) throws ServiceError {
        Map<String, String> found = new TreeMap<>();
        Matcher m = PROPERTY.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!m.find(at) || m.start() != at) {
                throw new ServiceError(1003, "42000", "SQL compilation error: syntax error near '" + text + "'.");
            }
            found.put(m.group(1).toUpperCase(Locale.ROOT), m.group(2) == null ? m.group(3) : text(m.group(2)));
            at = m.end();
        }
        return found;
    }

    private static String name(String written) {
        return written.startsWith("\"")
                ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
                : written.toUpperCase(Locale.ROOT);
    }

    private static String text(String literal) {
        return literal.replace("''", "'").replaceAll("(?s)\\\\(.)", "$1");
    }
}
