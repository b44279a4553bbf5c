package io.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.leasehold.ExpiryStatus;
import io.leasehold.LeaseInfo;
import io.leasehold.LeasePage;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.RevocationIncompleteException;
import io.leasehold.error.TargetException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.testkit.server.FaultyProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits, pauses, queries, and the disabling of mounts. */
class LimitsAndQueriesIT {

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
        broker.write("database/roles/app", AppDatabase.role("db"));
        broker.write("database/roles/app2", AppDatabase.role("db"));
        return broker;
    }

    private static String id(Secret secret) {
        return secret.lease().orElseThrow().id();
    }

    private static String user(Secret secret) {
        return secret.as(DatabaseCredentials.class).username();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void leaseCountLimitHoldsOverTwoBrokersUnderConcurrentIssue(Brokers.Store store) throws Exception {
        try (Brokers shared = Brokers.on(store, Files.createDirectory(folder.resolve("shared")))) {
            SecretBroker first = configured(shared.live("first"));
            SecretBroker second = shared.live("second");
            first.write("sys/quotas/lease-count/app", Map.of("path", CREDS, "max_leases", 5));
            // The other broker reads limits at least every two seconds.
            await().until(() -> second.list("sys/quotas/lease-count").contains("app"));
            List<Callable<Secret>> issues = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                SecretBroker broker = i % 2 == 0 ? first : second;
                issues.add(() -> broker.read(CREDS));
            }
            ExecutorService threads = Executors.newFixedThreadPool(8);
            int issued = 0;
            try {
                for (Future<Secret> issue : threads.invokeAll(issues)) {
                    try {
                        issue.get();
                        issued++;
                    } catch (ExecutionException e) {
                        assertThat(e.getCause())
                                .isInstanceOf(LimitExceededException.class)
                                .hasMessageContaining("5 leases under " + CREDS);
                    }
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(issued).isEqualTo(5);
            assertThat(first.leases().count(CREDS)).isEqualTo(5);
            assertThat(app.brokered()).hasSize(5);
            first.leases().revoke(id(first.read("database/creds/app2")));
            first.leases().revoke(CREDS + "/" + first.leases().list(CREDS).get(0));
            assertThat(second.read(CREDS).lease()).isPresent();
            second.delete("sys/quotas/lease-count/app");
            assertThat(second.read(CREDS).lease()).isPresent();
            assertThat(first.leases().revokePrefix("database")).isEqualTo(6);
        }
    }

    @Test
    void rateLimitSaysWhenToComeBack() {
        SecretBroker broker = configured(brokers.driven("limited"));
        broker.write("sys/quotas/rate-limit/app", Map.of("path", CREDS, "rate", 2, "interval", "1h"));
        broker.read(CREDS);
        broker.read(CREDS);
        LimitExceededException refused = catchThrowableOfType(LimitExceededException.class, () -> broker.read(CREDS));
        Duration wait = refused.retryAfter().orElseThrow();
        assertThat(wait).isBetween(Duration.ofMinutes(20), Duration.ofHours(1));
        assertThat(brokers.events.of(LeaseholdEvent.IssueFailed.class))
                .anySatisfy(event -> assertThat(event.path()).isEqualTo(CREDS));
        assertThat(app.brokered()).hasSize(2);
        assertThat(broker.leases().count("")).isEqualTo(2);
        // Another path is not limited.
        broker.read("database/creds/app2");
        brokers.pass(wait.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
        broker.read(CREDS);
        broker.leases().revokePrefix("database");
    }

    @Test
    void startPausedReportsWhatWouldBeRevokedAndRevokesNothingUntilResumed() {
        SecretBroker before = configured(brokers.driven("before"));
        List<Secret> due = List.of(before.read(CREDS), before.read(CREDS));
        Secret later = before.read(CREDS, Map.of("ttl", "10h"));
        before.close();
        brokers.stopDriving();
        brokers.pass(Duration.ofHours(2));

        SecretBroker paused = brokers.driven("restored", settings -> settings.startPaused());
        brokers.pass(Duration.ofMinutes(1));
        ExpiryStatus status = paused.leases().expiry();
        assertThat(status.paused()).contains("the broker was started paused");
        assertThat(status.due()).isEqualTo(2);
        assertThat(paused.read("sys/leases/expiry").data())
                .containsEntry("paused", true)
                .containsEntry("due", 2L)
                .containsEntry("total", 3L);
        assertThat(app.brokered()).hasSize(3);
        // Callers can still revoke.
        paused.leases().revoke(id(due.get(0)));
        assertThat(app.brokered()).hasSize(2);

        paused.leases().resumeExpiry();
        brokers.work();
        assertThat(app.brokered()).containsExactly(user(later));
        assertThat(brokers.events.of(LeaseholdEvent.ExpiryResumed.class)).hasSize(1);
        paused.leases().revokePrefix("database");
    }

    @Test
    void pausedBrokerKeepsWhatIsDueUntilItIsResumed() {
        SecretBroker broker = configured(brokers.driven("pausing"));
        broker.read(CREDS);
        broker.leases().pauseExpiry();
        brokers.pass(Duration.ofHours(2));
        assertThat(broker.leases().expiry().due()).isEqualTo(1);
        assertThat(app.brokered()).hasSize(1);
        broker.write("sys/leases/expiry", Map.of("paused", false));
        brokers.work();
        assertThat(app.brokered()).isEmpty();
        assertThat(broker.leases().expiry().paused()).isEmpty();
    }

    @Test
    void jumpOfTheStoresClockRevokesNothingUntilItIsConfirmed() {
        SecretBroker broker = configured(brokers.driven("jumping"));
        broker.read(CREDS);
        brokers.work();
        brokers.time.jump(Duration.ofDays(3));
        brokers.work();
        assertThat(broker.leases().expiry().paused().orElseThrow()).contains("clock jumped by", "72H");
        assertThat(app.brokered()).hasSize(1);
        assertThat(brokers.events.of(LeaseholdEvent.ExpiryPaused.class)).hasSize(1);

        // It jumps back, and all is as it was.
        brokers.time.jump(Duration.ofDays(-3));
        brokers.work();
        assertThat(broker.leases().expiry().paused()).isEmpty();
        assertThat(app.brokered()).hasSize(1);

        // It stays where it is, and an operator says that this is right.
        brokers.time.jump(Duration.ofDays(3));
        brokers.work();
        assertThat(app.brokered()).hasSize(1);
        broker.leases().resumeExpiry();
        brokers.work();
        assertThat(app.brokered()).isEmpty();
    }

    @Test
    void jumpOfTheStoresClockIsBelievedAfterTwoReadingsThatAgree() {
        SecretBroker broker = configured(brokers.driven("agreeing"));
        broker.read(CREDS);
        brokers.work();
        brokers.time.jump(Duration.ofDays(3));
        brokers.work();
        brokers.pass(Duration.ofSeconds(61));
        assertThat(app.brokered()).hasSize(1);
        brokers.pass(Duration.ofSeconds(61));
        brokers.work();
        assertThat(app.brokered()).isEmpty();
        assertThat(broker.leases().expiry().paused()).isEmpty();
    }

    @Test
    void queryFiltersOrdersAndPages() {
        SecretBroker broker = configured(brokers.driven("asking"));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(id(broker.read(i % 2 == 0 ? CREDS : "database/creds/app2", Map.of("ttl", (10 - i) + "h"))));
        }
        Instant now = broker.leases().expiry().now();
        List<String> soonestFirst = new ArrayList<>(ids);
        Collections.reverse(soonestFirst);
        LeaseQuery query = LeaseQuery.under("database/")
                .orderedBy(LeaseQuery.Order.EXPIRES_AT, false)
                .limitedTo(3);
        assertThat(pages(broker, query)).containsExactlyElementsOf(soonestFirst);
        assertThat(pages(broker, query.orderedBy(LeaseQuery.Order.EXPIRES_AT, true)))
                .containsExactlyElementsOf(ids);
        assertThat(pages(broker, query.orderedBy(LeaseQuery.Order.ID, false)))
                .containsExactlyElementsOf(ids.stream().sorted().toList());
        assertThat(pages(broker, LeaseQuery.under(CREDS + "/").limitedTo(1))).hasSize(4);
        assertThat(pages(
                        broker, query.withExpiry(now.plus(Duration.ofMinutes(330)), now.plus(Duration.ofMinutes(450)))))
                .containsExactly(ids.get(4), ids.get(3));
        assertThat(pages(broker, query.withStates(LeaseState.IRREVOCABLE))).isEmpty();
        assertThat(pages(
                        broker,
                        query.withMount(broker.mounts().list().get("database/").id())))
                .hasSize(7);
        assertThat(pages(broker, query.withTarget("no-such-target"))).isEmpty();
        assertThat(broker.leases().list("database/creds")).containsExactly("app/", "app2/");
        assertThat(broker.leases().count(CREDS)).isEqualTo(4);
        assertThatThrownBy(() -> query.limitedTo(0)).isInstanceOf(InvalidRequestException.class);
        assertThat(broker.leases().revokePrefix(CREDS)).isEqualTo(4);
        assertThat(broker.leases().count("")).isEqualTo(3);
        broker.leases().revokePrefix("database");
    }

    private static List<String> pages(SecretBroker broker, LeaseQuery query) {
        List<String> ids = new ArrayList<>();
        LeasePage page = broker.leases().query(query);
        while (true) {
            assertThat(page.leases()).hasSizeLessThanOrEqualTo(query.limit());
            page.leases().stream().map(LeaseInfo::id).forEach(ids::add);
            if (page.next().isEmpty()) {
                return ids;
            }
            page = broker.leases().query(query.after(page.next().get()));
        }
    }

    @Test
    void leaseThatCannotBeRevokedIsListedWithItsReasonAndCanBeRevokedLater() {
        SecretBroker broker = configured(brokers.driven("stubborn"));
        Secret stuck = broker.read(CREDS);
        String closed = ItServer.get().createDatabase("closed_to_all");
        ItServer.get().execute(closed, "CREATE TABLE t (i int)", "GRANT SELECT ON t TO \"" + user(stuck) + "\"");
        app.execute("ALTER DATABASE closed_to_all ALLOW_CONNECTIONS false");
        assertThatThrownBy(() -> broker.leases().revoke(id(stuck)))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining(closed);
        assertThat(app.canLogin(stuck.as(DatabaseCredentials.class))).isFalse();
        for (int attempt = 0; attempt < 8; attempt++) {
            brokers.pass(Duration.ofHours(2));
        }
        LeaseInfo info = broker.leases().lookup(id(stuck));
        assertThat(info.state()).isEqualTo(LeaseState.IRREVOCABLE);
        assertThat(info.attempts()).isGreaterThanOrEqualTo(6);
        assertThat(info.error().orElseThrow()).contains("connection \"db\"", closed, "SQLSTATE");
        Secret listed = broker.read("sys/leases", Map.of("type", "irrevocable"));
        assertThat(listed.data().get("leases").toString()).contains(id(stuck), "SQLSTATE");
        assertThat(brokers.events.of(LeaseholdEvent.LeaseIrrevocable.class))
                .anySatisfy(event -> assertThat(event.leaseId()).isEqualTo(id(stuck)));
        assertThat(broker.leases()
                        .query(LeaseQuery.all().withStates(LeaseState.IRREVOCABLE))
                        .leases())
                .extracting(LeaseInfo::id)
                .contains(id(stuck));

        app.execute("ALTER DATABASE closed_to_all ALLOW_CONNECTIONS true");
        assertThat(broker.leases().revokePrefix("database")).isEqualTo(1);
        assertThat(app.brokered()).isEmpty();
        assertThat(broker.leases().count("")).isZero();
        app.execute("DROP DATABASE closed_to_all");
    }

    @Test
    void disablingAMountRevokesItsLeasesAndNothingOldIsSeenAfterwards() {
        SecretBroker broker = configured(brokers.driven("disabling"));
        broker.read(CREDS);
        broker.read("database/creds/app2");
        String uuid = broker.mounts().list().get("database/").id();
        broker.mounts().disable("database");
        assertThat(app.brokered()).isEmpty();
        assertThat(broker.mounts().list()).isEmpty();
        assertThatThrownBy(() -> broker.read(CREDS)).isInstanceOf(NotFoundException.class);
        broker.mounts().disable("database");

        broker.mounts().enable("database", "database");
        assertThat(broker.mounts().list().get("database/").id()).isNotEqualTo(uuid);
        assertThat(broker.list("database/roles")).isEmpty();
        assertThatThrownBy(() -> broker.read(CREDS)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void disablingAMountWhoseTargetIsDownStaysDisablingAndEndsByItself() {
        try (FaultyProxy proxy = FaultyProxy.to("127.0.0.1", ItServer.get().port())) {
            SecretBroker broker = brokers.driven("disabling", settings -> settings.closeTimeout(Duration.ofSeconds(2)));
            broker.mounts().enable("database", "database");
            broker.write("database/config/far", app.connection(proxy.port()));
            broker.write("database/roles/app", AppDatabase.role("far"));
            broker.read(CREDS);
            broker.read(CREDS);
            proxy.refuse();
            RevocationIncompleteException refused = catchThrowableOfType(
                    RevocationIncompleteException.class, () -> broker.mounts().disable("database"));
            assertThat(refused).hasMessageContaining("stays disabling").hasMessageContaining("\"far\"");
            assertThat(refused.failed()).isEqualTo(2);
            assertThat(broker.mounts().list().get("database/").disabling()).isTrue();
            assertThatThrownBy(() -> broker.read(CREDS))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("is being disabled");
            assertThat(app.brokered()).hasSize(2);

            proxy.pass();
            for (int i = 0; i < 3; i++) {
                brokers.pass(Duration.ofMinutes(2));
            }
            assertThat(app.brokered()).isEmpty();
            assertThat(broker.mounts().list()).isEmpty();
        }
    }
}
