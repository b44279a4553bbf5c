package io.leasehold.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.LeaseStore.ClaimRequest;
import io.leasehold.testkit.server.SharedServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Writes at the same time never wait for each other in a circle: by the server's own count, not one deadlock that a retry
 * would hide, and by the rows that a statement waits for, none but those it is to write.
 */
class DeadlockIT {

    abstract static class Scenarios {

        /** Each starts with empty tables, for which an optimizer has plans of its own. */
        private static final int ROUNDS = 8;

        abstract TestServer server();

        /** How many deadlocks the server has counted. */
        abstract long deadlocks() throws Exception;

        @Test
        void serverSeesNoDeadlock() throws Exception {
            long before = deadlocks();
            for (int round = 0; round < ROUNDS; round++) {
                try (JdbcStorage storage = server().open(server().freshPrefix(), ClockOffset.NONE)) {
                    MixedLoad.Done done = new MixedLoad(storage).run();
                    assertThat(done.stored() - done.deleted())
                            .isEqualTo(storage.leases().count(LeaseQuery.all()));
                    assertThat(done.deleted()).isPositive();
                }
            }
            assertThat(deadlocks()).isEqualTo(before);
        }

        @Test
        void claimsAndDeletesPassLeasesThatSomebodyElseHasLocked() throws Exception {
            for (int size : List.of(2, 3, 5, 8, 40)) {
                String prefix = server().freshPrefix();
                try (JdbcStorage storage = server().open(prefix, ClockOffset.NONE)) {
                    LeaseStore leases = storage.leases();
                    for (int i = 0; i < size; i++) {
                        leases.insert(TestLeases.intent("db/" + i));
                    }
                    // In the middle, so that reading from either end meets it.
                    String locked = "db/" + size / 2;
                    lockedBySomebodyElse(prefix + "lease", "id", locked, () -> {
                        List<LeaseRow> claimed = claimAll(leases, size);
                        assertThat(claimed).hasSize(size - 1);
                        assertThat(leases.delete(claimed)).hasSize(size - 1);
                        return null;
                    });
                    assertThat(leases.count(LeaseQuery.all())).isEqualTo(1);
                    assertThat(leases.find(locked)).isPresent();
                }
            }
        }

        /** A claim takes candidates in the order of their due times, twice as many as it may claim. */
        private static List<LeaseRow> claimAll(LeaseStore leases, int size) {
            return leases.claimDue(new ClaimRequest("mine", Duration.ofHours(1), size, Set.of())).stream()
                    .map(LeaseSnapshot::row)
                    .toList();
        }

        @Test
        void insertUnderOneLimitDoesNotWaitForInsertsUnderAnother() throws Exception {
            String prefix = server().freshPrefix();
            try (JdbcStorage storage = server().open(prefix, ClockOffset.NONE)) {
                List<CountLimit> limits = new ArrayList<>();
                for (String path : List.of("limits/a", "limits/b", "limits/c")) {
                    CountLimit limit = new CountLimit(path, "db/", 1_000);
                    limits.add(limit);
                    storage.leases().insert(TestLeases.intent("db/first-" + limits.size(), limit));
                }
                lockedBySomebodyElse(
                        prefix + "latch",
                        "path",
                        "limits/b",
                        () -> storage.leases().insert(TestLeases.intent("db/second", limits.get(0), limits.get(2))));
                assertThat(storage.leases().find("db/second")).isPresent();
            }
        }

        /** Does something while another transaction has a row locked. To wait for it would end in an error. */
        private void lockedBySomebodyElse(String table, String key, String value, Callable<?> work) throws Exception {
            try (Connection connection = server().dataSource().getConnection()) {
                connection.setAutoCommit(false);
                try (PreparedStatement lock =
                        connection.prepareStatement("SELECT * FROM " + table + " WHERE " + key + " = ? FOR UPDATE")) {
                    lock.setString(1, value);
                    assertThat(lock.executeQuery().next()).isTrue();
                }
                work.call();
                connection.rollback();
            }
        }
    }

    @Nested
    class Postgres extends Scenarios {

        @Override
        TestServer server() {
            return TestServer.postgres(18);
        }

        /** From its log: its statistics lag behind. */
        @Override
        long deadlocks() {
            return Pattern.compile("deadlock detected")
                    .matcher(SharedServers.postgres(18).logText())
                    .results()
                    .count();
        }
    }

    @Nested
    class MariaDb extends Scenarios {

        @Override
        TestServer server() {
            return TestServer.mariaDb();
        }

        @Override
        long deadlocks() throws SQLException {
            return innodbDeadlocks(server());
        }
    }

    @Nested
    class MariaDbByMySqlDriver extends Scenarios {

        @Override
        TestServer server() {
            return TestServer.mariaDbByMySqlDriver();
        }

        @Override
        long deadlocks() throws SQLException {
            return innodbDeadlocks(server());
        }
    }

    private static long innodbDeadlocks(TestServer server) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")) {
            assertThat(row.next()).isTrue();
            return row.getLong(2);
        }
    }
}
