package io.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.leasehold.LeaseInfo;
import io.leasehold.Secret;
import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that refuse, are gone, are slow or die: clear errors, and nothing is left behind. */
class BadTargetIT extends RefusalScene {

    private static final String PROXIED = "database/creds/proxied";

    /** A second server, which does not speak TLS. */
    private static PostgresServer other;

    private static FaultyProxy proxy;

    @BeforeAll
    static void startOthers() {
        other = PostgresServer.start();
        proxy = FaultyProxy.to(app.server().host(), app.server().port());
    }

    @AfterAll
    static void stopOthers() {
        proxy.close();
        other.close();
    }

    /** A second connection, by way of the proxy. */
    private void throughProxy() {
        proxy.pass();
        broker.write("database/config/far", app.connection(proxy.port()));
        broker.write("database/roles/proxied", AppDatabase.role("far"));
    }

    private void roleOf(String... creation) {
        broker.write("database/roles/special", roleWith("creation_statements", List.of(creation)));
    }

    @Test
    void failingSecondStatementLeavesNothing() {
        roleOf(AppDatabase.CREATION + " GRANT SELECT ON no_such_table TO \"{{name}}\";");
        TargetRefusedException error = refused(
                TargetRefusedException.class,
                () -> broker.read("database/creds/special"),
                "statement 2: GRANT SELECT ON no_such_table",
                "does not exist",
                "42P01");
        assertThat(error.effectPossible()).isFalse();
        assertThat(app.brokered()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scram-sha-256", "password"})
    void statementsThatFailDoNotTellThePassword(String form) {
        broker.write("database/config/db", Map.of("password_authentication", form));
        // The server repeats what it does not understand.
        roleOf(
                "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'",
                "SELECT '{{password}}'::int");
        refused(TargetRefusedException.class, () -> broker.read("database/creds/special"), "22P02");
        roleOf("CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}'", "GRANT nobody TO '{{password}}'");
        refused(TargetRefusedException.class, () -> broker.read("database/creds/special"), "42601");
        assertThat(app.brokered()).isEmpty();
    }

    @Test
    void statementsThatMakeNoRoleAreRefused() {
        roleOf("SELECT '{{name}}', '{{password}}'");
        refused(
                TargetRefusedException.class,
                () -> broker.read("database/creds/special"),
                "creation_statements",
                "did not create the role");
    }

    @Test
    void existingAccountIsLeftAlone() throws Exception {
        throughProxy();
        broker.leases().revoke(id(broker.read(PROXIED)));
        proxy.stall();
        CompletableFuture<Secret> issue = CompletableFuture.supplyAsync(() -> broker.read(PROXIED));
        String taken = await("the intent")
                .until(
                        () -> broker.leases().query(LeaseQuery.under(PROXIED)).leases().stream()
                                .findFirst(),
                        java.util.Optional::isPresent)
                .flatMap(LeaseInfo::account)
                .orElseThrow();
        app.execute("CREATE ROLE \"" + taken + "\" LOGIN PASSWORD 'somebody-elses'");
        proxy.pass();

        refused(
                TargetRefusedException.class,
                () -> outcome(issue),
                "role \"" + taken + "\" already exists and was left alone");
        brokers.pass(Duration.ofMinutes(5));
        assertThat(app.server().canLogin(taken, "somebody-elses", app.name())).isTrue();
        app.execute("DROP ROLE \"" + taken + "\"");
    }

    @Test
    void wrongAdminPasswordIsRefusedWhenTheConnectionIsWritten() {
        refused(
                TargetRefusedException.class,
                () -> broker.write("database/config/wrong", connectionWith("password", "not-the-password")),
                "error verifying connection",
                "\"wrong\"",
                "28P01");
        refused(NotFoundException.class, () -> broker.read("database/config/wrong"));
        refused(
                TargetException.class,
                () -> broker.write("database/config/db", Map.of("password", "not-the-password")),
                "error verifying connection");
        assertThat(broker.list("database/config")).containsExactly("db");
    }

    @Test
    void wrongAdminPasswordThatWasNotVerifiedFailsAtTheFirstIssue() {
        Map<String, Object> unverified = connectionWith("password", "not-the-password");
        unverified.put("verify_connection", false);
        broker.write("database/config/unverified", unverified);
        broker.write("database/roles/special", AppDatabase.role("unverified"));
        TargetException error = refused(
                TargetException.class,
                () -> broker.read("database/creds/special"),
                "unable to get connection",
                "password authentication failed",
                "28P01");
        assertThat(error.effectPossible()).isFalse();
        assertThat(Secrets.textOf(error)).doesNotContain("not-the-password");
        assertThat(broker.leases().count("")).isZero();
        broker.write("database/config/unverified", Map.of("password", app.adminPassword()));
        broker.leases().revoke(id(broker.read("database/creds/special")));
    }

    @Test
    void databaseThatIsDownIsReportedAndUsedAgainWhenItIsUp() {
        throughProxy();
        Secret before = broker.read(PROXIED);
        proxy.refuse();
        refused(
                TargetUnavailableException.class,
                () -> broker.write("database/config/far", Map.of("max_open_connections", 3)),
                "error verifying connection",
                "\"far\"");
        TargetUnavailableException error =
                refused(TargetUnavailableException.class, () -> broker.read(PROXIED), "\"far\"");
        assertThat(error.effectPossible()).isFalse();
        refused(TargetUnavailableException.class, () -> broker.leases().renew(id(before)));
        refused(TargetUnavailableException.class, () -> broker.leases().revoke(id(before)));
        assertThat(broker.leases().lookup(id(before)).state()).isEqualTo(LeaseState.REVOKING);
        assertThat(broker.leases().lookup(id(before)).error().orElseThrow()).contains("\"far\"");
        // Other targets are not delayed.
        broker.leases().revoke(id(broker.read(GOOD_ROLE)));

        proxy.pass();
        brokers.pass(Duration.ofMinutes(2));
        assertThat(broker.leases().count("")).isZero();
        assertThat(app.canLogin(login(before))).isFalse();
        Secret after = broker.read(PROXIED);
        assertThat(app.canLogin(login(after))).isTrue();
        broker.leases().revoke(id(after));
    }

    @Test
    void slowDatabaseIsGivenUpInTimeAndCleanedUp() {
        throughProxy();
        broker.leases().revoke(id(broker.read(PROXIED)));
        roleOf(AppDatabase.CREATION, "SELECT pg_sleep(60)");
        long start = System.nanoTime();
        refused(
                TargetUnavailableException.class,
                () -> broker.read("database/creds/special"),
                "statement 2: SELECT pg_sleep(60)");
        proxy.stall();
        refused(TargetUnavailableException.class, () -> broker.read(PROXIED), "\"far\"");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(45));
        proxy.pass();
        brokers.pass(Duration.ofMinutes(2));
        brokers.pass(Duration.ofMinutes(2));
        assertThat(broker.leases().count("")).isZero();
        assertThat(app.brokered()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void databaseThatDiesInMidStatementLeavesNothingOnceItIsBack(FaultyProxy.Direction direction) {
        throughProxy();
        int issued = 0;
        int failed = 0;
        for (int bytes : List.of(0, 60, 250, 500, 800, 1_200, 1_700, 2_400, 3_400, 5_000, 100_000)) {
            proxy.cutAfter(direction, bytes);
            try {
                Secret secret = broker.read(PROXIED);
                proxy.pass();
                broker.leases().revoke(id(secret));
                issued++;
            } catch (LeaseholdException e) {
                assertThat(e).isInstanceOf(TargetUnavailableException.class);
                seen(e);
                failed++;
                proxy.pass();
                brokers.pass(Duration.ofMinutes(2));
            }
            assertThat(broker.leases().count(""))
                    .as("leases after a cut at byte %d", bytes)
                    .isZero();
            assertThat(app.brokered())
                    .as("accounts after a cut at byte %d", bytes)
                    .isEmpty();
        }
        assertThat(failed).as("cuts in the middle").isGreaterThan(4);
        assertThat(issued).as("cuts behind the end").isPositive();
    }

    @Test
    void sessionThatTheServerEndsInMidStatementLeavesNothing() {
        roleOf(AppDatabase.CREATION, "SELECT pg_terminate_backend(pg_backend_pid())");
        TargetUnavailableException error =
                refused(TargetUnavailableException.class, () -> broker.read("database/creds/special"), "57P01");
        brokers.pass(Duration.ofMinutes(2));
        assertThat(error).hasMessageContaining("pg_terminate_backend");
        assertThat(app.brokered()).isEmpty();
    }

    @Test
    void interruptedCallerGetsAnErrorAndNothingIsLeft() throws Exception {
        roleOf(AppDatabase.CREATION, "SELECT pg_sleep(3)", "SELECT 1");
        AtomicReference<Throwable> error = new AtomicReference<>();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            error.set(catchThrowable(() -> broker.read("database/creds/special")));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        await("the creation")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !app.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
                                + " AND datname = current_database() AND state = 'active'")
                        .isEmpty());
        caller.interrupt();
        caller.join(20_000);

        assertThat(error.get()).isInstanceOf(TargetException.class).hasMessageContaining("interrupted");
        assertThat(stillInterrupted).isTrue();
        seen(error.get());
        brokers.pass(Duration.ofMinutes(2));
        assertThat(broker.leases().count("")).isZero();
        assertThat(app.brokered()).isEmpty();
    }

    @Test
    void callerThatWasInterruptedBeforeLeavesNothingEither() {
        Thread.currentThread().interrupt();
        Throwable error = catchThrowable(() -> broker.read(GOOD_ROLE));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(error).isInstanceOf(LeaseholdException.class);
        seen(error);
        assertThat(broker.leases().count("")).isZero();
    }

    @Test
    void leasesOfARepointedConnectionEndOnTheServerThatMadeThem() {
        AppDatabase elsewhere = AppDatabase.create(other);
        Secret before = broker.read(GOOD_ROLE);
        broker.write("database/config/db", elsewhere.connection());
        Secret after = broker.read(GOOD_ROLE);
        assertThat(app.canLogin(login(before))).isTrue();
        assertThat(elsewhere.canLogin(login(after))).isTrue();
        assertThat(elsewhere.server().roleExists(login(before).username())).isFalse();

        broker.leases().renew(id(before), Duration.ofHours(3));
        assertThat(app.validForSeconds(login(before).username())).isBetween(10_700L, 10_900L);
        broker.leases().revoke(id(before));
        assertThat(app.canLogin(login(before))).isFalse();
        assertThat(elsewhere.canLogin(login(after))).isTrue();
        broker.leases().revoke(id(after));
        assertThat(elsewhere.brokered()).isEmpty();

        // The engine's duty removes the target that nobody needs; its administrator's password goes with it.
        brokers.pass(Duration.ofMinutes(2));
        broker.write("database/config/db", app.connection());
    }

    @Test
    void repointedConnectionMustWorkOrNothingChanges() {
        Secret before = broker.read(GOOD_ROLE);
        AppDatabase elsewhere = AppDatabase.create(other);
        Map<String, Object> wrong = elsewhere.connection();
        wrong.put("password", "not-the-password");
        refused(TargetRefusedException.class, () -> broker.write("database/config/db", wrong), "28P01");
        Secret after = broker.read(GOOD_ROLE);
        assertThat(app.canLogin(login(after))).isTrue();
        assertThat(broker.leases().revokePrefix(GOOD_ROLE)).isEqualTo(2);
        assertThat(app.canLogin(login(before))).isFalse();
    }

    @Test
    void tlsThatTheServerDoesNotSpeakIsRefused() {
        AppDatabase plain = AppDatabase.create(other);
        for (String mode : List.of("require", "verify-full")) {
            Map<String, Object> fields = plain.connection();
            fields.put("connection_url", plain.guideUrl() + "?sslmode=" + mode);
            refused(TargetException.class, () -> broker.write("database/config/plain", fields), "SSL");
        }
        Map<String, Object> verified = app.connection();
        verified.put(
                "connection_url",
                app.guideUrl() + "?sslmode=verify-full&sslrootcert="
                        + app.server().caCertificate());
        broker.write("database/config/verified", verified);
        broker.write("database/roles/special", AppDatabase.role("verified"));
        broker.leases().revoke(id(broker.read("database/creds/special")));
        // Without the authority, nothing vouches for the server.
        verified.put("connection_url", app.guideUrl() + "?sslmode=verify-full");
        refused(TargetException.class, () -> broker.write("database/config/unknown", verified));
        refused(NotFoundException.class, () -> broker.read("database/config/plain"));
    }

    @Test
    void connectionWithLiveLeasesIsDeletedOnlyByForce() {
        broker.write("database/config/doomed", app.connection());
        broker.write("database/roles/special", AppDatabase.role("doomed"));
        Secret first = broker.read("database/creds/special");
        Secret second = broker.read("database/creds/special");
        refused(
                ConflictException.class,
                () -> broker.delete("database/config/doomed"),
                "\"doomed\"",
                "has 2 live leases",
                "force=true");
        assertThat(app.canLogin(login(first))).isTrue();
        broker.leases().revoke(id(second));

        broker.delete("database/config/doomed", Map.of("force", true));
        refused(NotFoundException.class, () -> broker.read("database/creds/special"), "\"doomed\"");
        LeaseInfo left = broker.leases().lookup(id(first));
        assertThat(left.state()).isEqualTo(LeaseState.IRREVOCABLE);
        assertThat(left.account()).contains(login(first).username());
        assertThat(left.error().orElseThrow()).contains("\"doomed\"", "by force");
        assertThat(broker.read("sys/leases", Map.of("type", "irrevocable")).data())
                .containsEntry("lease_count", 1L);
        refused(
                TargetRefusedException.class,
                () -> broker.leases().revoke(id(first)),
                login(first).username());
        assertThat(app.canLogin(login(first))).isTrue();
        app.execute("DROP ROLE \"" + login(first).username() + "\"");
        assertThat(broker.leases().revokeForce(id(first))).isEqualTo(1);
    }

    private static Secret outcome(CompletableFuture<Secret> issue) throws InterruptedException, TimeoutException {
        try {
            return issue.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (LeaseholdException) e.getCause();
        }
    }
}
