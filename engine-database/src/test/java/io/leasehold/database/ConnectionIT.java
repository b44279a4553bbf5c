package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.harness.TestDatabase;
import io.leasehold.error.ConflictException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Plan;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections to real servers: TLS, changes under live leases, pools. */
class ConnectionIT {

    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void verifyFullChecksTheServersCertificate() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        String url = database.guideUrl() + "?sslmode=verify-full&sslrootcert="
                + database.server().caCertificate();

        engine.connect(database, true, Map.of("connection_url", url));
        engine.role("plain");
        engine.issue("plain");

        assertThat(database.query("SELECT DISTINCT ssl::text FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                        + " WHERE application_name = 'leasehold billing' AND datname = current_database()"))
                .containsExactly("true");
    }

    @Test
    void verifyFullRefusesACertificateOfAnotherAuthority() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        TestDatabase other = TestDatabase.on(SharedServers.postgres(15));
        String url = database.guideUrl() + "?sslmode=verify-full&sslrootcert="
                + other.server().caCertificate();

        assertThatThrownBy(() -> engine.connect(database, true, Map.of("connection_url", url)))
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("SSL");
    }

    @Test
    void requireIsRefusedByAServerWithoutTls() {
        try (PostgresServer server = PostgresServer.start()) {
            TestDatabase database = TestDatabase.on(server);

            assertThatThrownBy(() -> engine.connect(
                            database, true, Map.of("connection_url", database.guideUrl() + "?sslmode=require")))
                    .isInstanceOf(TargetRefusedException.class)
                    .hasMessageContaining("does not support SSL");
        }
    }

    @Test
    void aServerThatIsDownIsUnavailable() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        String url = "postgresql://{{username}}:{{password}}@127.0.0.1:1/" + database.name();

        assertThatThrownBy(() -> engine.connect(database, true, Map.of("connection_url", url)))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("error verifying connection");
        assertThatThrownBy(() -> engine.read("config/app")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void leasesOfAFormerTargetAreRenewedAndRevokedThere() {
        TestDatabase first = TestDatabase.on(SharedServers.postgres());
        TestDatabase second = TestDatabase.on(SharedServers.postgres(15));
        engine.connect(first, true, Map.of());
        engine.role("plain");
        Issued old = engine.issue("plain");

        engine.connect(second, false, Map.of());
        Issued fresh = engine.issue("plain");

        assertThat(first.canLogin(old)).isTrue();
        assertThat(second.canLogin(fresh)).isTrue();
        assertThat(second.server().roleExists(old.username())).isFalse();
        engine.runDuties();
        engine.renew(old, Duration.ofHours(2));
        engine.revoke(old);
        assertThat(first.server().roleExists(old.username())).isFalse();

        engine.runDuties();
        assertThatThrownBy(() -> engine.revoke(old))
                .as("the target went with its last lease")
                .isInstanceOf(TargetRefusedException.class);
        engine.revoke(fresh);
        assertThat(second.server().roleExists(fresh.username())).isFalse();
    }

    @Test
    void aConnectionThatLeadsBackUsesTheTargetThatItHad() {
        TestDatabase first = TestDatabase.on(SharedServers.postgres());
        TestDatabase second = TestDatabase.on(SharedServers.postgres());
        engine.connect(first, true, Map.of());
        engine.role("plain");
        Issued before = engine.issue("plain");
        engine.connect(second, true, Map.of());
        assertThat(engine.plan("plain").targetId()).isNotEqualTo(before.plan().targetId());

        engine.connect(first, false, Map.of());

        assertThat(engine.plan("plain").targetId()).isEqualTo(before.plan().targetId());
    }

    @Test
    void aPlanIsOutOfDateWhenItsConnectionOrRoleChanged() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.connect(database, true, Map.of());
        engine.role("plain");
        Plan plan = engine.plan("plain");
        assertThat(engine.isCurrent(plan)).isTrue();

        engine.write("config/app", Map.of("max_open_connections", 2));
        assertThat(engine.isCurrent(plan)).isFalse();
        Plan next = engine.plan("plain");
        engine.write("roles/plain", Map.of("default_ttl", "1h"));
        assertThat(engine.isCurrent(next)).isFalse();
    }

    @Test
    void newSettingsThatDoNotWorkReplaceNothing() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.connect(database, true, Map.of());
        engine.role("plain");

        assertThatThrownBy(() -> engine.write("config/app", Map.of("password", "wrong")))
                .hasMessageContaining("28P01");

        assertThat(database.canLogin(engine.issue("plain"))).isTrue();
    }

    @Test
    void aConnectionWithLeasesIsDeletedByForceOnly() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.connect(database, true, Map.of());
        engine.role("plain");
        Issued issued = engine.issue("plain");

        assertThatThrownBy(() -> engine.delete("config/app", Map.of()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("1 live leases");
        assertThat(database.canLogin(issued)).isTrue();

        engine.delete("config/app", Map.of("force", true));
        assertThatThrownBy(() -> engine.read("config/app")).isInstanceOf(NotFoundException.class);
        assertThat(engine.list("config")).isEmpty();
        assertThatThrownBy(() -> engine.revoke(issued))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("by hand");
        database.execute("DROP ROLE \"" + issued.username() + "\"");
    }

    @Test
    void aConnectionWithoutLeasesIsDeleted() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.connect(database, true, Map.of());
        engine.role("plain");
        engine.revoke(engine.issue("plain"));

        engine.delete("config/app", Map.of());

        assertThatThrownBy(() -> engine.issue("plain"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("failed to find entry for connection with name: \"app\"");
    }

    @Test
    void thePoolKeepsToItsSettings() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.connect(
                database,
                true,
                Map.of("max_open_connections", 2, "max_idle_connections", -1, "max_connection_lifetime", "5s"));
        engine.role("plain");
        engine.issue("plain");
        Awaitility.await().untilAsserted(() -> assertThat(sessions(database)).isEmpty());

        engine.write("config/app", Map.of("max_idle_connections", 1));
        engine.issue("plain");
        Awaitility.await().untilAsserted(() -> assertThat(sessions(database)).hasSize(1));
        engine.write("reset/app", Map.of());
        Awaitility.await().untilAsserted(() -> assertThat(sessions(database)).isEmpty());
    }

    @Test
    void anAdministratorWithoutRightsIsToldSo() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        database.execute("ALTER ROLE " + database.admin(false) + " NOCREATEROLE");

        assertThat(engine.connect(database, false, Map.of()).warnings())
                .singleElement()
                .asString()
                .contains("CREATEROLE");
    }

    @Test
    void anAdministratorThatHoldsTheFormerOneRemovesItsUsers() throws SQLException {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        String successor = database.admin(false) + "_2";
        database.execute(
                "CREATE ROLE " + successor + " LOGIN CREATEROLE PASSWORD 'next-password'",
                "GRANT " + database.admin(false) + " TO " + successor);
        engine.connect(database, false, Map.of());
        engine.role("maker", "GRANT CREATE, USAGE ON SCHEMA reports TO \"{{name}}\"");
        Issued issued = engine.issue("maker");
        database.executeAs(issued, "CREATE TABLE reports.kept (id int)");

        engine.connect(database, false, Map.of("username", successor, "password", "next-password"));
        engine.revoke(issued);

        assertThat(database.server().roleExists(issued.username())).isFalse();
        assertThat(database.query("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'kept'"))
                .containsExactly(successor);
    }

    private static List<String> sessions(TestDatabase database) {
        return database.query("SELECT pid::text FROM pg_stat_activity WHERE application_name = 'leasehold billing'"
                + " AND datname = current_database()");
    }

    @Test
    void theLeasesAreCountedAgainstTheConnectionsOfTheServer() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.connect(database, true, Map.of());
        engine.role("plain");
        engine.issue("plain");
        Issued second = engine.issue("plain");
        int most = Integer.parseInt(
                database.query("SELECT current_setting('max_connections')").get(0));

        assertThat(engine.read("capacity/app"))
                .containsEntry("active_leases", 2L)
                .containsEntry("max_connections", most)
                .containsEntry("used_percent", 200 / most)
                .containsEntry("warning_percent", 80);
        engine.revoke(second);
        assertThat(engine.read("capacity/app")).containsEntry("active_leases", 1L);
        assertThatThrownBy(() -> engine.read("capacity/none")).isInstanceOf(NotFoundException.class);
    }
}
