package io.leasehold.database.internal.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.spi.time.TimeSource;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long the sessions of a process that is stopped in the middle of its transactions hold their locks: none longer than the
 * time limit of the work, although one of them may get the lock of another and begin to idle only then.
 */
class TransactionLimitIT {

    private static final Duration LIMIT = Duration.ofSeconds(6);

    /** So much of the limit that one which began anew would be seen, also on a busy machine. */
    private static final Duration WAITED = Duration.ofSeconds(3);

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void aTransactionThatWaitedForALockIdlesOnlyForTheRestOfItsTime(int major) throws Exception {
        PostgresServer server = SharedServers.postgres(major);
        try (Connection other = server.admin("postgres");
                Connection stopped = server.admin("postgres")) {
            other.setAutoCommit(false);
            lock(other);
            stopped.setAutoCommit(false);
            Transaction transaction =
                    new Transaction(stopped, TimeLimit.startingNow(LIMIT, TimeSource.system()), SqlState::of);
            int pid = backend(stopped);
            CompletableFuture<Boolean> locked = CompletableFuture.supplyAsync(() -> locked(transaction));
            Awaitility.await()
                    .atMost(LIMIT.multipliedBy(4))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> age(server, pid) >= WAITED.toMillis());
            other.rollback();
            assertThat(locked.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            // From here on nothing is sent, as by a stopped process, until the server ends the session.
            long[] oldest = {0};
            Awaitility.await()
                    .atMost(LIMIT.multipliedBy(4))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        long age = age(server, pid);
                        oldest[0] = Math.max(oldest[0], age);
                        return age < 0;
                    });
            assertThat(oldest[0]).isLessThan(LIMIT.plus(WAITED.dividedBy(2)).toMillis());
        }
    }

    /** An error ends the timer of the transaction, and what was locked before the savepoint stays locked. */
    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void aTransactionWhoseStatementFailedAfterASavepointIsEndedToo(int major) throws Exception {
        PostgresServer server = SharedServers.postgres(major);
        Duration limit = Duration.ofSeconds(2);
        try (Connection stopped = server.admin("postgres")) {
            stopped.setAutoCommit(false);
            int pid = backend(stopped);
            Transaction transaction =
                    new Transaction(stopped, TimeLimit.startingNow(limit, TimeSource.system()), SqlState::of);
            AccountQueries.lockAndFind(transaction, "nobody");
            transaction.savepoint();
            assertThatThrownBy(() -> transaction.execute("fails", "GRANT no_such_role TO nobody"))
                    .isInstanceOf(StepException.class);
            assertThat(age(server, pid)).isNotNegative();

            Awaitility.await()
                    .atMost(limit.multipliedBy(4))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> age(server, pid) < 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void aLockThatSomebodyElseHoldsIsToldAsSuch(int major) throws Exception {
        PostgresServer server = SharedServers.postgres(major);
        try (Connection other = server.admin("postgres");
                Connection waiting = server.admin("postgres")) {
            other.setAutoCommit(false);
            lock(other, AdvisoryKey.account("somebody"));
            waiting.setAutoCommit(false);
            Transaction transaction = new Transaction(
                    waiting, TimeLimit.startingNow(Duration.ofMillis(500), TimeSource.system()), SqlState::of);

            assertThatThrownBy(() -> AccountQueries.lockAndFind(transaction, "somebody"))
                    .isInstanceOfSatisfying(StepException.class, failure -> {
                        assertThat(failure.meaning().contended()).isTrue();
                        assertThat(failure.meaning().unavailable()).isTrue();
                    });
        }
    }

    private static void lock(Connection connection) throws SQLException {
        lock(connection, AdvisoryKey.PRIVILEGES);
    }

    private static void lock(Connection connection, long key) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + key + ")");
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        } finally {
            connection.rollback();
        }
    }

    private static boolean locked(Transaction transaction) {
        try {
            AccountQueries.lockAndFind(transaction, "nobody");
            AccountQueries.lock(transaction, "lock privileges", AdvisoryKey.PRIVILEGES);
            return true;
        } catch (StepException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How long the transaction of a session has run, in milliseconds; less than zero when it has ended. */
    private static long age(PostgresServer server, int pid) throws SQLException {
        try (Connection admin = server.admin("postgres");
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce(max((extract(epoch FROM clock_timestamp() - xact_start) * 1000)::bigint), -1)"
                                + " FROM pg_stat_activity WHERE pid = " + pid + " AND xact_start IS NOT NULL")) {
            row.next();
            return row.getLong(1);
        }
    }
}
