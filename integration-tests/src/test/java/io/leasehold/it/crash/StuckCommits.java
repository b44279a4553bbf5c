package io.leasehold.it.crash;

import io.leasehold.spi.time.TimeSource;
import io.leasehold.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Holds the commits of a PostgreSQL in their middle: it is told to wait for a standby that does not exist. A commit is then
 * on the disk and neither visible to others nor confirmed to its client, and its locks are held still
 * (<a href="https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION">synchronous replication</a>).
 */
final class StuckCommits {

    private static final int MOST_LOOKS = 1_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final PostgresServer server;

    StuckCommits(PostgresServer server) {
        this.server = server;
    }

    /** Holds commits, and returns when one is held. */
    void hold() {
        server.execute("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (held()) {
                return;
            }
            pause();
        }
        throw new IllegalStateException("nobody has committed anything for " + LOOK_EVERY.multipliedBy(MOST_LOOKS));
    }

    /** Lets them go on, and those to come pass. */
    void release() {
        server.execute("postgres", "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
    }

    private boolean held() {
        try (Connection admin = server.admin("postgres");
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep')")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the sessions of the server cannot be read", e);
        }
    }

    private static void pause() {
        try {
            TimeSource.system().sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a commit", e);
        }
    }
}
