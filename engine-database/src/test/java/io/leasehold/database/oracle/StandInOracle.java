package io.leasehold.database.oracle;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Logger;

/** Stands in for Oracle's driver and database at once: see the package. Statements commit by themselves. Guarded by itself. */
public final class StandInOracle implements Driver {

    /** The one that the plugin of the tests uses. */
    public static final StandInOracle INSTANCE = new StandInOracle();

    public static final String ADMIN = "STANDIN_ADMIN";

    /**
     * A user.
     *
     * @param password its password
     * @param locked whether it may not log in any more
     * @param owns whether it owns a table
     */
    record User(String password, boolean locked, boolean owns) {}

    /**
     * An error in place of, or after, the next statement that holds a text.
     *
     * @param text the text
     * @param executed whether it is executed first
     * @param error the error
     */
    private record Fault(String text, boolean executed, SQLException error) {}

    final Map<String, User> users = new TreeMap<>();
    final Map<String, Set<String>> privileges = new TreeMap<>();
    final List<StandInSession> sessions = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final String adminPassword = "Aa1-" + java.util.UUID.randomUUID();
    private int serial = 100;
    private boolean down;

    private StandInOracle() {
        createUser(ADMIN, adminPassword, "CREATE USER", "ALTER USER", "DROP USER", "ALTER SYSTEM");
    }

    static SQLException error(int number, String message) {
        return new SQLException(String.format("ORA-%05d: %s", number, message), "72000", number);
    }

    public String adminPassword() {
        return adminPassword;
    }

    public synchronized void createUser(String name, String password, String... rights) {
        users.put(name, new User(password, false, false));
        Set<String> all = new TreeSet<>(Set.of(rights));
        all.add("CREATE SESSION");
        privileges.put(name, all);
    }

    public synchronized void dropUser(String name) {
        users.remove(name);
        privileges.remove(name);
    }

    /** Gives a user a table of its own. */
    public synchronized void giveTable(String name) {
        users.computeIfPresent(name, (key, user) -> new User(user.password(), user.locked(), true));
    }

    public synchronized Set<String> users() {
        return new TreeSet<>(users.keySet());
    }

    public synchronized boolean isLocked(String name) {
        return users.get(name).locked();
    }

    public synchronized Set<String> granted(String name) {
        return new TreeSet<>(privileges.getOrDefault(name, Set.of()));
    }

    public synchronized List<String> received() {
        return List.copyOf(received);
    }

    public synchronized void failNext(String text, boolean executed, int number, String message) {
        faults.add(new Fault(text, executed, error(number, message)));
    }

    /** Breaks all sessions and takes no more until {@link #comeBack()}; users stay. */
    public synchronized void goDown() {
        down = true;
        endSessions();
    }

    public synchronized void comeBack() {
        down = false;
    }

    /** Breaks all sessions, as a restart does. */
    public synchronized void endSessions() {
        List.copyOf(sessions).forEach(StandInSession::kill);
    }

    /** Executes a statement under the faults that were asked for. */
    synchronized StandInRows execute(StandInSession session, String sql, List<Object> parameters) throws SQLException {
        received.add(sql);
        for (Fault fault : List.copyOf(faults)) {
            if (sql.contains(fault.text())) {
                faults.remove(fault);
                if (fault.executed()) {
                    new StandInStatements(this, session).execute(sql, parameters);
                }
                throw fault.error();
            }
        }
        return new StandInStatements(this, session).execute(sql, parameters);
    }

    @Override
    public synchronized Connection connect(String url, Properties properties) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        if (down) {
            throw new SQLException("ORA-12541: no listener", "08006", 12541);
        }
        String written = properties.getProperty("user");
        String name = written.startsWith("\"")
                ? written.substring(1, written.length() - 1)
                : written.toUpperCase(Locale.ROOT);
        User user = users.get(name);
        if (user == null || !user.password().equals(properties.getProperty("password"))) {
            throw error(1017, "invalid username/password; logon denied");
        }
        if (user.locked()) {
            throw error(28000, "the account is locked");
        }
        if (!privileges.get(name).contains("CREATE SESSION")) {
            throw error(1045, "user " + name + " lacks CREATE SESSION privilege; logon denied");
        }
        StandInSession session = new StandInSession(this, name, serial++);
        sessions.add(session);
        return session.connection();
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:oracle:thin:@");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 0;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
