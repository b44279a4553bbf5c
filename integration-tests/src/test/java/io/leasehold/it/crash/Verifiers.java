package io.leasehold.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * What a PostgreSQL keeps of the passwords of its users: each change leaves another verifier, because of its salt, even a
 * change to the same password.
 */
final class Verifiers {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PostgresServer server;

    Verifiers(PostgresServer server) {
        this.server = server;
    }

    /** The verifiers of the accounts of static roles, by account. */
    Map<String, String> read() {
        try (Connection admin = server.admin("postgres");
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("SELECT rolname, rolpassword FROM pg_authid")) {
            Map<String, String> found = new TreeMap<>();
            while (rows.next()) {
                if (ManagedAccounts.all().contains(rows.getString(1))) {
                    found.put(rows.getString(1), rows.getString(2));
                }
            }
            assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(ManagedAccounts.all());
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("the verifiers cannot be read", e);
        }
    }

    /** Waits until the server has noticed the end of whoever worked on it: what they had sent has had its effect then. */
    void awaitEndOfSessions() {
        Awaitility.await("the end of the sessions of a process that is gone")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> sessions() == 0);
    }

    private int sessions() throws SQLException {
        try (Connection admin = server.admin("postgres");
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = 'app' AND backend_type = 'client backend'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
