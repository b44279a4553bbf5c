package io.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.leasehold.LeaseInfo;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.RevocationIncompleteException;
import io.leasehold.error.StorageException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.key.MasterKey;
import io.leasehold.store.jdbc.JdbcStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a writer to the store cannot do unnoticed, and how keys are changed while everything goes on. */
class SealedStoreIT {

    private static final String CREDS = "database/creds/app";

    private static AppDatabase app;

    @TempDir
    Path folder;

    private Brokers brokers;

    @BeforeAll
    static void makeDatabase() {
        app = AppDatabase.create();
    }

    @BeforeEach
    void open() {
        brokers = Brokers.onSqlite(folder);
    }

    @AfterEach
    void close() throws Exception {
        brokers.close();
        app.brokered().forEach(user -> app.execute("DROP ROLE \"" + user + "\""));
    }

    private static SecretBroker configured(SecretBroker broker) {
        broker.mounts().enable("database", "database");
        broker.write("database/config/db", app.connection());
        broker.write("database/roles/app", AppDatabase.role("db", AppDatabase.CREATION, "1h", "4h"));
        broker.write("database/roles/other", AppDatabase.role("db"));
        return broker;
    }

    private static String id(Secret secret) {
        return secret.lease().orElseThrow().id();
    }

    private static String user(Secret secret) {
        return secret.as(DatabaseCredentials.class).username();
    }

    /** Writes to the store past the broker. */
    private int tamper(String sql, Object... parameters) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + brokers.sqliteFile());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body = substr(body, 1, 20)",
                "body = x''",
                "body = CAST(substr(body, 1, 40) || CASE substr(body, 41, 1) WHEN x'00' THEN x'01' ELSE x'00' END"
                        + " || substr(body, 42) AS BLOB)",
                "key_version = key_version + 7",
                "revision = revision + 1",
                "body = (SELECT other.body FROM leasehold_lease other WHERE other.id <> leasehold_lease.id LIMIT 1)"
            })
    void unreadableLeaseIsQuarantinedAndTheOthersGoOn(String change) throws SQLException {
        SecretBroker broker = configured(brokers.driven("tampered"));
        Secret bad = broker.read(CREDS);
        Secret good = broker.read(CREDS);
        assertThat(tamper("UPDATE leasehold_lease SET " + change + " WHERE id = ?", id(bad)))
                .isEqualTo(1);

        LeaseInfo info = broker.leases().lookup(id(bad));
        assertThat(info.account()).isEmpty();
        assertThat(info.error().orElseThrow()).contains(id(bad));
        assertThat(broker.leases().lookup(id(good)).error()).isEmpty();
        unreadable(() -> broker.leases().renew(id(bad)), id(bad));
        unreadable(() -> broker.leases().revoke(id(bad)), id(bad));
        Secret third = broker.read(CREDS);
        broker.leases().revoke(id(third));

        brokers.pass(Duration.ofHours(2));
        assertThat(app.brokered()).containsExactly(user(bad));
        assertThat(brokers.events.of(LeaseholdEvent.Quarantined.class))
                .anySatisfy(event -> assertThat(event.id()).isEqualTo(id(bad)));
        Secret fourth = broker.read(CREDS);
        RevocationIncompleteException incomplete = catchThrowableOfType(
                RevocationIncompleteException.class, () -> broker.leases().revokePrefix("database"));
        assertThat(incomplete.confirmed()).isEqualTo(1);
        assertThat(incomplete.failed()).isEqualTo(1);
        assertThat(app.brokered()).doesNotContain(user(fourth));
        assertThat(broker.leases().revokeForce(id(bad))).isEqualTo(1);
        assertThat(broker.leases().count("")).isZero();
        assertThat(brokers.events.of(LeaseholdEvent.LeaseForgotten.class)).hasSize(1);
    }

    private static void unreadable(ThrowingCallable call, String named) {
        StorageException error = catchThrowableOfType(StorageException.class, call);
        assertThat(error).isNotNull().hasMessageContaining(named);
        assertThat(error.reason()).isEqualTo(StorageException.Reason.UNREADABLE);
    }

    @Test
    void leaseThatSomebodyProlongedInTheStoreEndsAtItsHardEnd() throws SQLException {
        SecretBroker broker = configured(brokers.driven("prolonged"));
        Secret secret = broker.read(CREDS);
        long year = Duration.ofDays(365).toMillis();
        tamper("UPDATE leasehold_lease SET expires_at = expires_at + ?, due_at = due_at + ?", year, year);
        brokers.pass(Duration.ofSeconds(10));
        assertThat(brokers.events.of(LeaseholdEvent.Quarantined.class))
                .anySatisfy(event -> assertThat(event.error()).contains("changed in the store", "expiry"));
        assertThat(broker.leases().lookup(id(secret)).error().orElseThrow()).contains("changed in the store");
        assertThatThrownBy(() -> broker.leases().renew(id(secret))).isInstanceOf(StorageException.class);
        brokers.pass(Duration.ofHours(5));
        brokers.pass(Duration.ofSeconds(10));
        assertThat(app.brokered()).isEmpty();
        assertThat(broker.leases().count("")).isZero();
    }

    @Test
    void leaseThatSomebodyShortenedInTheStoreIsNotRevokedEarly() throws SQLException {
        SecretBroker broker = configured(brokers.driven("shortened"));
        Secret secret = broker.read(CREDS);
        tamper("UPDATE leasehold_lease SET expires_at = issued_at + 1, due_at = issued_at + 1");
        brokers.pass(Duration.ofSeconds(10));
        assertThat(app.canLogin(secret.as(DatabaseCredentials.class))).isTrue();
        assertThat(brokers.events.of(LeaseholdEvent.Quarantined.class)).isNotEmpty();
        brokers.pass(Duration.ofHours(5));
        brokers.pass(Duration.ofSeconds(10));
        assertThat(app.brokered()).isEmpty();
    }

    @Test
    void tamperedEntryIsRefusedByNameAndTheOthersGoOn() throws SQLException {
        SecretBroker broker = configured(brokers.driven("entries"));
        assertThat(tamper("UPDATE leasehold_entry SET value = (SELECT e.value FROM leasehold_entry e"
                        + " WHERE e.path LIKE '%/roles/other') WHERE path LIKE '%/roles/app'"))
                .isEqualTo(1);
        brokers.pass(Duration.ofSeconds(5));
        unreadable(() -> broker.read(CREDS), "roles/app");
        unreadable(() -> broker.read("database/roles/app"), "roles/app");
        broker.leases().revoke(id(broker.read("database/creds/other")));
        assertThat(broker.list("database/roles")).containsExactly("app", "other");
    }

    @Test
    void rolledBackEntryIsRefused() throws SQLException {
        SecretBroker broker = configured(brokers.driven("rollback"));
        tamper("CREATE TABLE backup AS SELECT * FROM leasehold_entry WHERE path LIKE '%/roles/app'");
        broker.write("database/roles/app", Map.of("default_ttl", "2h"));
        tamper("UPDATE leasehold_entry SET value = (SELECT value FROM backup) WHERE path LIKE '%/roles/app'");
        tamper("DROP TABLE backup");
        brokers.pass(Duration.ofSeconds(5));
        unreadable(() -> broker.read(CREDS), "roles/app");
    }

    @Test
    void wrongOrMissingMasterKeyIsRefusedAtTheStart() {
        configured(brokers.driven("first")).close();
        assertThatThrownBy(() -> SecretBroker.builder()
                        .storage(JdbcStorage.sqlite(brokers.sqliteFile()))
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("masterKey");
        byte[] wrong = Brokers.randomKey();
        StorageException refused = catchThrowableOfType(
                StorageException.class,
                () -> brokers.driven("wrong", settings -> settings.masterKey(MasterKey.fromBytes(wrong))));
        assertThat(refused.reason()).isEqualTo(StorageException.Reason.WRONG_KEY);
        assertThat(refused).hasMessageContaining("master key");
        assertThat(brokers.driven("right").list("database/roles")).containsExactly("app", "other");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void keysAreRotatedAndRewrappedUnderTrafficOverTwoBrokers(Brokers.Store store) throws Exception {
        try (Brokers shared = Brokers.on(store, Files.createDirectory(folder.resolve("shared")))) {
            SecretBroker first = configured(shared.live("first"));
            SecretBroker second = shared.live("second");
            Secret old = first.read(CREDS);
            Secret kept = first.read(CREDS);
            SecretBroker last;
            try (Traffic traffic = new Traffic(first, second)) {
                traffic.awaitMore(4);
                int version = version(first);
                Map<String, Object> resealed = second.write("sys/rotate").data();
                // What the other broker writes before it notices the new key counts as remaining.
                assertThat(resealed).containsEntry("unreadable", 0L);
                assertThat((Long) resealed.get("remaining")).isLessThan(5);
                assertThat(version(second)).isEqualTo(version + 1);
                await().atMost(Duration.ofSeconds(20)).until(() -> version(first) == version + 1);
                traffic.awaitMore(4);

                byte[] fresh = Brokers.randomKey();
                SecretBroker third = shared.live(
                        "third",
                        settings -> settings.masterKey(MasterKey.fromBytes(fresh), MasterKey.fromBytes(shared.key)));
                String before = (String) third.read("sys/key-status").data().get("master_key_id");
                third.write("sys/rewrap");
                assertThat(third.read("sys/key-status").data().get("master_key_id"))
                        .isNotEqualTo(before)
                        .isEqualTo(MasterKey.fromBytes(fresh).id());
                traffic.awaitMore(4);
                third.leases().renew(id(old));
                SecretBroker fourth = shared.live("fourth", settings -> settings.masterKey(MasterKey.fromBytes(fresh)));
                fourth.leases().revoke(id(old));
                last = fourth;
                StorageException refused = catchThrowableOfType(StorageException.class, () -> shared.live("late"));
                assertThat(refused.reason()).isEqualTo(StorageException.Reason.WRONG_KEY);
                traffic.awaitMore(4);
                assertThat(traffic.failures).isEmpty();
            }
            assertThat(last.write("sys/rotate").data())
                    .containsEntry("remaining", 0L)
                    .containsEntry("unreadable", 0L);
            assertThat(last.leases().lookup(id(kept)).account()).contains(user(kept));
            assertThat(last.leases().revokePrefix("database")).isEqualTo(1);
            assertThat(app.brokered()).isEmpty();
        }
    }

    private static int version(SecretBroker broker) {
        return (Integer) broker.read("sys/key-status").data().get("current_version");
    }

    /** Issues, renews and revokes on two brokers until it is closed. */
    private static final class Traffic implements AutoCloseable {

        final ConcurrentLinkedQueue<LeaseholdException> failures = new ConcurrentLinkedQueue<>();
        private final AtomicInteger rounds = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();

        Traffic(SecretBroker issuer, SecretBroker revoker) {
            for (int i = 0; i < 2; i++) {
                Thread thread = new Thread(() -> {
                    while (!ended.get()) {
                        round(issuer, revoker);
                    }
                });
                thread.start();
                threads.add(thread);
            }
        }

        private void round(SecretBroker issuer, SecretBroker revoker) {
            try {
                String lease = id(issuer.read(CREDS));
                revoker.leases().renew(lease);
                revoker.leases().revoke(lease);
            } catch (LeaseholdException e) {
                failures.add(e);
            }
            rounds.incrementAndGet();
        }

        void awaitMore(int more) {
            int wanted = rounds.get() + more;
            await().atMost(Duration.ofSeconds(30)).until(() -> rounds.get() >= wanted);
        }

        @Override
        public void close() {
            ended.set(true);
            try {
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while traffic ends", e);
            }
        }
    }
}
