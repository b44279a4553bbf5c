package io.leasehold.it.crash;

import io.leasehold.event.EventListener;
import io.leasehold.it.crash.StorePlace.PostgresDatabase;
import io.leasehold.it.crash.StorePlace.SqliteFile;
import io.leasehold.testkit.server.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.sqlite.SQLiteConfig;

/**
 * What children of one test share: a target of its own, so that every user there which the server did not come with is a
 * user of theirs; a store; a clock; a master key.
 */
final class Lane {

    private static final int REHEARSALS = 3;

    private final PostgresServer target;
    private final String targetUrl;
    private final StorePlace store;
    private final Path folder;
    private final SharedClock clock;
    private final Set<String> ownUsers;
    private final ChildClassPath classPath;

    /**
     * Prepares a lane.
     *
     * @param target the target
     * @param targetPort where brokers are told that the target is: a proxy in front of it
     * @param store the store, as it is reached without a proxy
     * @param folder a folder for files
     */
    Lane(PostgresServer target, int targetPort, StorePlace store, Path folder) {
        this.target = target;
        this.targetUrl = "jdbc:postgresql://127.0.0.1:" + targetPort + "/app?sslmode=disable";
        this.store = store;
        this.folder = folder;
        this.clock = SharedClock.open(folder.resolve("clock"));
        this.classPath = ChildClassPath.packedIn(folder);
        target.createDatabase("app");
        target.execute("app", "CREATE TABLE orders (id integer PRIMARY KEY)");
        this.ownUsers = users();
        try (CrashBroker broker = broker("setup", event -> {})) {
            Roles.write(broker.broker(), targetUrl, target.adminUser(), target.adminPassword());
        }
    }

    /** The place of a store in a database of a server. */
    static PostgresDatabase storeOn(PostgresServer server) {
        String name = server.createDatabase("leases");
        return new PostgresDatabase(
                server.jdbcUrl(name) + "?sslmode=disable", server.adminUser(), server.adminPassword());
    }

    StorePlace store() {
        return store;
    }

    SharedClock clock() {
        return clock;
    }

    PostgresServer target() {
        return target;
    }

    /** Where brokers are told that the target is. */
    String targetUrl() {
        return targetUrl;
    }

    /** A broker in this process. */
    CrashBroker broker(String name, EventListener listener) {
        return CrashBroker.start(name, store, keyFile(), clock, listener);
    }

    /** Orders for a child on this lane. */
    ChildOrders orders(
            ChildOrders.Work work, String name, StorePlace childStore, long haltAt, boolean after, long seed) {
        return new ChildOrders(work, name, childStore, keyFile(), folder.resolve("clock"), haltAt, after, seed);
    }

    /**
     * Has a child do its work undisturbed, which makes the start of the next ones cheap. The brokers' time limits are short, and
     * this start is the slowest of all: on a machine that stands still for a moment it is tried again.
     */
    void rehearse(ChildOrders.Work work) {
        for (int attempt = 1; ; attempt++) {
            try (ChildProcess child = start(orders(work, "rehearsal", store, 0, false, 0))) {
                child.requireCompleted("undisturbed");
                return;
            } catch (AssertionError failed) {
                if (attempt == REHEARSALS) {
                    throw failed;
                }
            }
        }
    }

    ChildProcess start(ChildOrders orders) {
        try {
            return ChildProcess.start(classPath, orders, Files.createTempFile(folder, "child-", ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a process holds the write lock of an SQLite file. Servers have no such lock. */
    boolean storeIsLocked() {
        if (!(store instanceof SqliteFile sqlite)) {
            return false;
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + sqlite.file());
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    /** The users that brokers made and that are still there. */
    Set<String> accounts() {
        Set<String> found = users();
        found.removeAll(ownUsers);
        return found;
    }

    private Set<String> users() {
        try (Connection admin = target.admin("postgres");
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("SELECT rolname FROM pg_roles")) {
            Set<String> names = new TreeSet<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            throw new IllegalStateException("the users of the target cannot be read", e);
        }
    }

    private Path keyFile() {
        return folder.resolve("master.key");
    }
}
