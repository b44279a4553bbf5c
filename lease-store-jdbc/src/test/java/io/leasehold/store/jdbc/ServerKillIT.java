package io.leasehold.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.error.StorageException;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.testkit.server.PostgresOptions;
import io.leasehold.testkit.server.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A PostgreSQL that is set to confirm commits before they are on the disk is killed: with SIGKILL and all its processes, so
 * that what it had only in its memory is lost.
 */
class ServerKillIT {

    /** Held commits block, and the common pool may have one thread only. */
    private static final Executor OWN_THREAD = task -> {
        Thread thread = new Thread(task, "leasehold-test");
        thread.setDaemon(true);
        thread.start();
    };

    private static final PostgresOptions FORGETFUL =
            PostgresOptions.defaults().with("synchronous_commit", "off").with("wal_writer_delay", "10s");

    private interface Scenario {
        void on(PostgresServer server, JdbcStorage storage) throws Exception;
    }

    private static void run(Scenario scenario) throws Exception {
        try (PostgresServer server = PostgresServer.start(FORGETFUL)) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(server.jdbcUrl(server.createDatabase("store")));
            config.setUsername(server.adminUser());
            config.setPassword(server.adminPassword());
            config.setMaximumPoolSize(2);
            config.setConnectionTimeout(10_000);
            try (HikariDataSource pool = new HikariDataSource(config);
                    JdbcStorage storage = JdbcStorage.of(pool)) {
                scenario.on(server, storage);
            }
        }
    }

    private static LeaseRow stored(JdbcStorage storage, String id) {
        storage.leases().insert(TestLeases.intent(id));
        return found(storage, id);
    }

    private static LeaseRow found(JdbcStorage storage, String id) {
        return storage.leases().find(id).orElseThrow().row();
    }

    private static LeaseRow revoking(LeaseRow row) {
        return row.claimed("token", Instant.EPOCH).withVersion(row.version());
    }

    @Test
    void aLeaseThatWasStoredIsThereAfterwards() throws Exception {
        run((server, storage) -> {
            LeaseRow row = stored(storage, "db/1");
            server.kill();
            server.restart();
            assertThat(found(storage, "db/1")).isEqualTo(row);
        });
    }

    @Test
    void aLeaseWhoseRevocationBeganIsNotActiveAfterwards() throws Exception {
        run((server, storage) -> {
            LeaseRow row =
                    storage.leases().update(revoking(stored(storage, "db/1"))).orElseThrow();
            server.kill();
            server.restart();
            assertThat(found(storage, "db/1").state()).isEqualTo(LeaseState.REVOKING);
            assertThat(found(storage, "db/1")).isEqualTo(row);
        });
    }

    /** What was lost and what is written instead must not be taken for one another. */
    @Test
    void aWriterWhoseWriteWasLostIsOvertaken() throws Exception {
        run((server, storage) -> {
            LeaseRow before = stored(storage, "db/1");
            LeaseRow lost = storage.leases().update(before).orElseThrow();
            server.kill();
            server.restart();
            LeaseRow now = found(storage, "db/1");
            LeaseRow others = storage.leases().update(revoking(now)).orElseThrow();

            assertThat(storage.leases().update(lost)).isEmpty();
            assertThat(storage.leases().delete(List.of(lost))).isEmpty();
            assertThat(found(storage, "db/1")).isEqualTo(others);
        });
    }

    /** The commit is held where it is on the disk and not confirmed: it waits for a standby that does not exist. */
    @Test
    void aServerKilledInMidCommitLeavesTheOutcomeUnknownAndTheRowToRead() throws Exception {
        run((server, storage) -> {
            storage.now();
            holdCommits(server);
            CompletableFuture<Throwable> told = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> storage.leases().insert(TestLeases.intent("db/1"))), OWN_THREAD);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> waiting(server) == 2);
            server.kill();
            server.restart();
            server.execute("postgres", "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");

            assertThat(told.get(20, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(StorageException.Reason.OUTCOME_UNKNOWN));
            assertThat(storage.leases().find("db/1")).isPresent();
        });
    }

    /**
     * Returns when a commit of our own is held. A reload only sends signals: until the checkpointer has read the new setting
     * commits still go through, and on a busy machine that takes a while.
     */
    private static void holdCommits(PostgresServer server) throws Exception {
        server.execute("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            CompletableFuture<Throwable> probe = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> server.execute(
                            "postgres",
                            "SET synchronous_commit = on",
                            "CREATE TABLE IF NOT EXISTS probe (n int)",
                            "DROP TABLE probe")),
                    OWN_THREAD);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> probe.isDone() || waiting(server) == 1);
            return !probe.isDone();
        });
    }

    private static int waiting(PostgresServer server) throws Exception {
        try (var admin = server.admin("postgres");
                var statement = admin.createStatement();
                var row =
                        statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
