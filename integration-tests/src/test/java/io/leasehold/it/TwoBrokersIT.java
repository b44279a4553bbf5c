package io.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.error.ClosedException;
import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.event.LeaseholdEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two brokers that share nothing but the store. */
class TwoBrokersIT {

    private static final String CREDS = "database/creds/app";
    private static final Duration SECONDS = Duration.ofSeconds(15);

    private static AppDatabase app;

    @TempDir
    Path folder;

    private Brokers brokers;

    @BeforeAll
    static void makeDatabase() {
        app = AppDatabase.create();
    }

    @AfterEach
    void close() throws Exception {
        brokers.close();
        app.brokered().forEach(user -> app.execute("DROP ROLE \"" + user + "\""));
    }

    private void on(Brokers.Store store) {
        brokers = Brokers.on(store, folder);
    }

    private static SecretBroker configured(SecretBroker broker) {
        broker.mounts().enable("database", "database");
        broker.write("database/config/db", app.connection());
        broker.write("database/roles/app", AppDatabase.role("db"));
        return broker;
    }

    private static String id(Secret secret) {
        return secret.lease().orElseThrow().id();
    }

    private static DatabaseCredentials login(Secret secret) {
        return secret.as(DatabaseCredentials.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatOneWritesTheOtherUsesWithinSeconds(Brokers.Store store) {
        on(store);
        SecretBroker first = brokers.live("first");
        SecretBroker second = brokers.live("second");
        // Both know that nothing is there; the second must learn better.
        assertThatThrownBy(() -> second.read(CREDS)).isInstanceOf(NotFoundException.class);
        configured(first);
        Secret secret = eventually(() -> second.read(CREDS));
        assertThat(app.canLogin(login(secret))).isTrue();
        assertThat(login(secret).username()).startsWith("v-second-app-");

        first.write("database/roles/app", Map.of("default_ttl", "10m"));
        await().atMost(SECONDS).until(() -> {
            Duration duration = second.read(CREDS).lease().orElseThrow().duration();
            return duration.compareTo(Duration.ofMinutes(10)) <= 0;
        });
        first.delete("database/roles/app");
        await().atMost(SECONDS)
                .untilAsserted(
                        () -> assertThatThrownBy(() -> second.read(CREDS)).hasMessageContaining("unknown role: app"));

        // What one issued, the other renews and revokes, although the role is gone.
        first.leases().revoke(id(secret));
        assertThat(app.canLogin(login(secret))).isFalse();
        second.leases().revokePrefix("database");
        assertThat(first.leases().count("")).isZero();
        assertThat(app.brokered()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void leasesOfAClosedBrokerAreEndedByTheOther(Brokers.Store store) {
        on(store);
        SecretBroker first = configured(brokers.live("first"));
        SecretBroker second = brokers.live("second");
        Secret shortLived = first.read(CREDS, Map.of("ttl", "2s"));
        Secret longLived = first.read(CREDS);
        first.close();
        assertThatThrownBy(() -> first.read(CREDS)).isInstanceOf(ClosedException.class);
        // A login that the revocation ends while it is under way is neither taken nor refused.
        await().atMost(SECONDS)
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> !app.canLogin(login(shortLived)));
        await().atMost(SECONDS).until(() -> second.leases().count("") == 1);
        assertThat(app.brokered()).containsExactly(login(longLived).username());
        second.leases().revoke(id(longLived));
        assertThat(app.brokered()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void leasesOfABrokerThatStoppedWorkingAreEndedByTheOther(Brokers.Store store) {
        on(store);
        SecretBroker dead = configured(brokers.driven("dead"));
        Secret secret = dead.read(CREDS);
        brokers.stopDriving();
        brokers.driven("heir");
        brokers.pass(Duration.ofMinutes(61));
        assertThat(app.canLogin(login(secret))).isFalse();
        assertThat(app.brokered()).isEmpty();
        assertThat(brokers.events.of(LeaseholdEvent.LeaseRevoked.class))
                .singleElement()
                .satisfies(revoked -> {
                    assertThat(revoked.leaseId()).isEqualTo(id(secret));
                    assertThat(revoked.cause()).isEqualTo(LeaseholdEvent.Cause.EXPIRED);
                    assertThat(revoked.origin().path()).isEqualTo(CREDS);
                });
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void bothIssueAndRevokeAtOnceWithoutGettingInEachOthersWay(Brokers.Store store) throws Exception {
        on(store);
        SecretBroker first = configured(brokers.live("first"));
        SecretBroker second = brokers.live("second");
        eventually(() -> second.read("database/roles/app"));
        List<Callable<Secret>> issues = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            SecretBroker broker = i % 2 == 0 ? first : second;
            issues.add(() -> broker.read(CREDS));
        }
        Set<String> users = new HashSet<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Secret> issue : threads.invokeAll(issues)) {
                users.add(login(issue.get()).username());
            }
            assertThat(users).hasSize(24);
            assertThat(app.brokered()).containsExactlyInAnyOrderElementsOf(users);
            // Both revoke the very same leases.
            Future<Integer> one = threads.submit(() -> first.leases().revokePrefix(CREDS));
            Future<Integer> two = threads.submit(() -> second.leases().revokePrefix(CREDS));
            assertThat(one.get(60, TimeUnit.SECONDS)).isLessThanOrEqualTo(24);
            assertThat(two.get(60, TimeUnit.SECONDS)).isLessThanOrEqualTo(24);
        } finally {
            threads.shutdownNow();
        }
        assertThat(app.brokered()).isEmpty();
        assertThat(first.leases().count("")).isZero();
        assertThat(brokers.events.of(LeaseholdEvent.LeaseRevoked.class)).hasSize(24);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void dueLeasesAreEndedOnceByWhicheverBrokerComesFirst(Brokers.Store store) {
        on(store);
        SecretBroker first = configured(brokers.live("first"));
        brokers.live("second");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(id(first.read(CREDS, Map.of("ttl", "3s"))));
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        brokers.events.of(LeaseholdEvent.LeaseRevoked.class).size() >= ids.size());
        assertThat(brokers.events.of(LeaseholdEvent.LeaseRevoked.class))
                .extracting(LeaseholdEvent.LeaseRevoked::leaseId)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(app.brokered()).isEmpty();
        assertThat(first.leases().count("")).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void disablingOnOneStopsBirthsOnTheOther(Brokers.Store store) throws Exception {
        on(store);
        SecretBroker first = configured(brokers.live("first"));
        SecretBroker second = brokers.live("second");
        eventually(() -> second.read(CREDS));
        List<Throwable> refused = new ArrayList<>();
        Thread busy = new Thread(() -> {
            while (refused.isEmpty()) {
                try {
                    second.read(CREDS);
                } catch (LeaseholdException e) {
                    refused.add(e);
                }
            }
        });
        busy.start();
        await().until(() -> first.leases().count("") > 3);
        first.mounts().disable("database");
        assertThat(app.brokered()).isEmpty();
        assertThat(first.leases().count("")).isZero();
        busy.join(20_000);
        assertThat(refused.get(0)).isInstanceOfAny(NotFoundException.class, ConflictException.class);
        assertThat(app.brokered()).isEmpty();
        assertThat(first.leases().count("")).isZero();
        await().atMost(SECONDS).until(() -> second.mounts().list().isEmpty());
        assertThatThrownBy(() -> second.read(CREDS)).isInstanceOf(NotFoundException.class);
    }

    /** Caches are refreshed within two seconds. */
    private static <T> T eventually(Callable<T> call) {
        return await().atMost(SECONDS).ignoreException(NotFoundException.class).until(call, result -> true);
    }
}
