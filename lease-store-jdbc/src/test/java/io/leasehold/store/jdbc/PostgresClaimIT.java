package io.leasehold.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.spi.storage.LeaseStore.ClaimRequest;
import io.leasehold.testkit.server.FaultyProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a claim reads, by the server's own count. */
class PostgresClaimIT {

    private static final int DUE = 20_000;
    private static final int LIMIT = 10;

    @Test
    void claimReadsFewLeasesHoweverManyAreDueAndWhateverThePlannerKnows() throws SQLException {
        TestServer server = TestServer.postgres(18);
        String prefix = server.freshPrefix();
        // One connection, so that the counts of the session that claims are those that are read.
        try (FaultyProxy proxy = server.proxy();
                HikariDataSource pool = server.poolThrough(proxy);
                JdbcStorage storage = JdbcStorage.builder()
                        .dataSource(pool)
                        .tablePrefix(prefix)
                        .open()) {
            storage.leases().insert(TestLeases.intent("db/0"));
            multiply(pool, prefix + "lease");
            long before = indexRowsRead(pool, prefix + "lease_due");

            assertThat(storage.leases().claimDue(new ClaimRequest("mine", Duration.ofHours(1), LIMIT, Set.of())))
                    .hasSize(LIMIT);

            assertThat(indexRowsRead(pool, prefix + "lease_due") - before).isBetween((long) LIMIT, 10L * LIMIT);
        }
    }

    /** Copies the only lease, on a table that is never analysed. */
    private static void multiply(HikariDataSource pool, String table) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + table + " SET (autovacuum_enabled = false)");
            statement.execute("""
                    INSERT INTO %1$s SELECT 'db/' || n, mount_id, target_id, 'db/' || n, state, issued_at, expires_at,
                        due_at, create_by, attempts, absences, claim, claimed_until, version, key_version, revision, body
                    FROM %1$s, generate_series(1, %2$d) n""".formatted(table, DUE));
        }
    }

    private static long indexRowsRead(HikariDataSource pool, String index) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
            try (ResultSet row = statement.executeQuery(
                    "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = '" + index + "'")) {
                assertThat(row.next()).isTrue();
                return row.getLong(1);
            }
        }
    }
}
