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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Claims, deletes and inserts at the same time: by the server's own count, not one deadlock that a retry would hide. */
class DeadlockIT {

    private static final int INSERTERS = 4;
    private static final int CLAIMANTS = 4;
    private static final int INSERTS_EACH = 150;

    @Test
    void postgresSeesNoDeadlock() throws Exception {
        TestServer server = TestServer.postgres(18);
        // Its statistics lag behind, its log does not.
        assertNoDeadlock(
                server,
                () -> Pattern.compile("deadlock detected")
                        .matcher(SharedServers.postgres(18).logText())
                        .results()
                        .count());
    }

    /** Left out of verify (see the module's POM): the server counted one deadlock in a run, which the store retried. */
    @Test
    @Tag("open-fault")
    void mariaDbSeesNoDeadlock() throws Exception {
        TestServer server = TestServer.mariaDb();
        assertNoDeadlock(server, () -> innodbDeadlocks(server));
    }

    private static void assertNoDeadlock(TestServer server, Callable<Long> deadlocks) throws Exception {
        long before = deadlocks.call();
        try (JdbcStorage storage = server.open(server.freshPrefix(), ClockOffset.NONE)) {
            int ended = load(storage.leases());
            assertThat(ended + storage.leases().count(LeaseQuery.all())).isEqualTo(INSERTERS * INSERTS_EACH);
            assertThat(ended).isPositive();
        }
        assertThat(deadlocks.call()).isEqualTo(before);
    }

    /** How many leases were claimed and deleted while others were inserted. */
    private static int load(LeaseStore leases) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(INSERTERS + CLAIMANTS);
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < INSERTERS; i++) {
                int inserter = i;
                running.add(threads.submit(() -> insert(leases, inserter)));
            }
            for (int i = 0; i < CLAIMANTS; i++) {
                String token = "claimant-" + i;
                running.add(threads.submit(() -> claimAndDelete(leases, token)));
            }
            int ended = 0;
            for (Future<Integer> one : running) {
                ended += one.get(120, TimeUnit.SECONDS);
            }
            return ended;
        } finally {
            threads.shutdownNow();
        }
    }

    private static int insert(LeaseStore leases, int inserter) {
        CountLimit limit = new CountLimit("limits/all", "db/", 1_000_000);
        for (int i = 0; i < INSERTS_EACH; i++) {
            String id = "db/" + inserter + "-" + i;
            leases.insert(i % 2 == 0 ? TestLeases.intent(id) : TestLeases.intent(id, limit));
        }
        return 0;
    }

    private static int claimAndDelete(LeaseStore leases, String token) {
        int deleted = 0;
        for (int i = 0; i < INSERTS_EACH; i++) {
            List<LeaseRow> claimed = leases.claimDue(new ClaimRequest(token, Duration.ofHours(1), 5, Set.of())).stream()
                    .map(LeaseSnapshot::row)
                    .toList();
            deleted += leases.delete(claimed).size();
        }
        return deleted;
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
