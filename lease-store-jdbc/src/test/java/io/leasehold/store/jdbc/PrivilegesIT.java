package io.leasehold.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.error.StorageException;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.Intent.Outcome;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore.ClaimRequest;
import io.leasehold.spi.storage.SealedBytes;
import io.leasehold.testkit.server.MySqlCompatibleServer;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The privileges that docs/stores.md asks for suffice, in a schema of one's own. */
class PrivilegesIT {

    private static final String PASSWORD = "for-this-test-only";

    @Test
    void postgresUserThatMayOnlyReadAndWriteTheTablesRunsTheStoreThatItsOwnerMade() {
        PostgresServer server = SharedServers.postgres();
        String database = server.createDatabase("privileges");
        server.execute(
                database,
                "CREATE ROLE lease_owner LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE ROLE lease_user LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE SCHEMA Billing AUTHORIZATION lease_owner",
                "GRANT USAGE ON SCHEMA billing TO lease_user");
        String url = server.jdbcUrl(database);

        assertThatThrownBy(() -> open(url, "lease_user", "Billing").close())
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("permission denied");
        open(url, "lease_owner", "Billing").close();
        server.execute(database, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA billing TO lease_user");
        works(url, "lease_user", "Billing");
    }

    @Test
    void mariaDbUserThatMayOnlyReadAndWriteTheTablesRunsTheStoreThatItsOwnerMade() {
        userOfTheTablesRunsTheStore(SharedServers.mariaDb());
    }

    @Test
    void mySqlUserThatMayOnlyReadAndWriteTheTablesRunsTheStoreThatItsOwnerMade() {
        userOfTheTablesRunsTheStore(SharedServers.mySql());
    }

    private static void userOfTheTablesRunsTheStore(MySqlCompatibleServer server) {
        String database = server.createDatabase("billing");
        String connected = server.createDatabase("elsewhere");
        server.execute(
                "",
                "CREATE USER 'lease_owner'@'%' IDENTIFIED BY '" + PASSWORD + "'",
                "CREATE USER 'lease_user'@'%' IDENTIFIED BY '" + PASSWORD + "'",
                "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON billing.* TO 'lease_owner'@'%'",
                "GRANT SELECT ON elsewhere.* TO 'lease_owner'@'%'",
                "GRANT SELECT ON elsewhere.* TO 'lease_user'@'%'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON billing.* TO 'lease_user'@'%'");
        for (String url : List.of(server.jdbcUrl(connected), server.mysqlUrl(connected))) {
            open(url, "lease_owner", database).close();
            works(url, "lease_user", database);
        }
    }

    private static JdbcStorage open(String url, String user, String schema) {
        try (HikariDataSource pool = pool(url, user)) {
            return JdbcStorage.builder().dataSource(pool).schema(schema).open();
        }
    }

    private static HikariDataSource pool(String url, String user) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(PASSWORD);
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    private static void works(String url, String user, String schema) {
        try (HikariDataSource pool = pool(url, user)) {
            try (JdbcStorage storage =
                    JdbcStorage.builder().dataSource(pool).schema(schema).open()) {
                useEveryStatement(storage);
            }
            assertThat(pool.isClosed()).as("a supplied data source stays open").isFalse();
        }
    }

    private static void useEveryStatement(JdbcStorage storage) {
        Entry entry = new Entry("a", 1, new SealedBytes(1, 1, new byte[1]));
        assertThat(storage.entries().put(entry, EntryStore.ABSENT)).isTrue();
        assertThat(storage.entries().list("", "", 10)).containsExactly(entry);
        assertThat(storage.entries().delete("a", 1)).isTrue();
        assertThat(storage.leases().insert(TestLeases.intent("db/1"))).isInstanceOf(Outcome.Stored.class);
        CountLimit limit = new CountLimit("limits", "db/", 2);
        assertThat(storage.leases().insert(TestLeases.intent("db/2", limit))).isInstanceOf(Outcome.Stored.class);
        List<LeaseSnapshot> claimed =
                storage.leases().claimDue(new ClaimRequest("t", Duration.ofMinutes(1), 10, Set.of()));
        assertThat(claimed).hasSize(2);
        assertThat(storage.leases()
                        .delete(claimed.stream().map(LeaseSnapshot::row).toList()))
                .hasSize(2);
        assertThat(storage.leases().count(LeaseQuery.all())).isZero();
    }
}
