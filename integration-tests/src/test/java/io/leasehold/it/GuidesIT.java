package io.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leasehold.Lease;
import io.leasehold.LeaseInfo;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.database.StaticCredentials;
import io.leasehold.error.NotFoundException;
import io.leasehold.lease.LeaseState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands of both guides, word for word, on the database that they describe. */
class GuidesIT {

    private static final String MADE_UP_ID = "database/creds/myapp-readonly/abcd-1234-efgh-5678";
    private static final String READ_ONLY = "database/creds/myapp-readonly";
    private static final String READ_ONLY_COMMAND = "read " + READ_ONLY;

    private static AppDatabase myapp;
    private static AppDatabase mydb;

    @TempDir
    Path folder;

    private Brokers brokers;

    @BeforeAll
    static void makeTheDatabasesOfTheGuides() {
        myapp = AppDatabase.create(ItServer.get(), "myapp", "vault_admin", "vault-admin-password");
        mydb = AppDatabase.create(ItServer.get(), "mydb", "vaultadmin", "securepassword");
    }

    @AfterEach
    void close() throws Exception {
        brokers.close();
        myapp.execute("DROP TABLE IF EXISTS later", "DROP SCHEMA IF EXISTS migrations CASCADE");
    }

    private SecretBroker broker(Brokers.Store store) {
        brokers = Brokers.on(store, folder);
        return brokers.driven("guide-reader");
    }

    private GuideShell longGuide(SecretBroker broker) {
        GuideShell guide = GuideShell.of(
                broker,
                "long-guide.sh",
                Map.of("db.internal:5432", "127.0.0.1:" + ItServer.get().port()));
        guide.run("secrets enable database");
        guide.run("write database/config/myapp-db");
        guide.run("write database/roles/myapp-readonly");
        guide.run("write database/roles/myapp-readwrite");
        guide.run("write database/roles/myapp-admin");
        return guide;
    }

    private static String id(Secret secret) {
        return secret.lease().orElseThrow().id();
    }

    private static DatabaseCredentials login(Secret secret) {
        return secret.as(DatabaseCredentials.class);
    }

    private static Duration duration(Secret secret) {
        return secret.lease().orElseThrow().duration();
    }

    @ParameterizedTest
    @EnumSource
    void theStaticAccountIsRotatedAndNobodyKnowsTheAdministratorsPassword(Brokers.Store store) {
        myapp.execute("CREATE ROLE legacy_app_user LOGIN PASSWORD 'as it was'");
        try {
            SecretBroker broker = broker(store);
            GuideShell guide = longGuide(broker);
            // The guide's connection allows its three roles only.
            broker.write(
                    "database/config/myapp-db",
                    Map.of("allowed_roles", List.of("myapp-readonly", "myapp-readwrite", "myapp-admin", "legacy-app")));
            guide.run("write -f database/config/myapp-db/rotate-root");
            assertThat(myapp.canLogin(new DatabaseCredentials("vault_admin", "vault-admin-password")))
                    .isFalse();

            guide.run("write database/static-roles/legacy-app");
            Secret first = guide.secret("read database/static-creds/legacy-app");
            guide.run("write -f database/static-roles/legacy-app/rotate-credentials");
            Secret second = guide.secret("read database/static-creds/legacy-app");

            assertThat(first.lease()).isEmpty();
            assertThat(login(first).username()).isEqualTo("legacy_app_user");
            assertThat(second.as(StaticCredentials.class).rotationPeriod()).isEqualTo(Duration.ofHours(24));
            assertThat(myapp.canLogin(login(first))).isFalse();
            assertThat(myapp.canLogin(login(second))).isTrue();
            assertThat(myapp.canLogin(new DatabaseCredentials("legacy_app_user", "as it was")))
                    .isFalse();
            Secret readOnly = guide.secret(READ_ONLY_COMMAND);
            assertThat(myapp.canLogin(login(readOnly))).isTrue();
            broker.leases().revoke(id(readOnly));
            assertThat(myapp.brokered()).isEmpty();
            assertThat(second.toString()).doesNotContain(login(second).password());
        } finally {
            myapp.execute(
                    "ALTER ROLE vault_admin PASSWORD 'vault-admin-password'", "DROP ROLE IF EXISTS legacy_app_user");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readOnlyRoleReadsRenewsAndGoesWithoutTrace(Brokers.Store store) throws SQLException {
        List<String> before = myapp.access();
        SecretBroker broker = broker(store);
        GuideShell guide = longGuide(broker);

        Secret secret = guide.secret("read database/creds/myapp-readonly");
        DatabaseCredentials login = login(secret);
        assertThat(id(secret)).matches("database/creds/myapp-readonly/[0-9A-Za-z]{24}");
        about(duration(secret), Duration.ofHours(1));
        assertThat(secret.lease().orElseThrow().renewable()).isTrue();
        assertThat(secret.warnings()).isEmpty();
        assertThat(login.username()).matches("v-guide-re-myapp-re-[0-9A-Za-z]{20}-[0-9]{10}");

        myapp.executeAs(login, "SELECT * FROM orders", "SELECT * FROM customers");
        assertThatThrownBy(() -> myapp.executeAs(login, "INSERT INTO orders (item) VALUES ('x')"))
                .hasMessageContaining("permission denied");
        makeLaterTable();
        myapp.executeAs(login, "SELECT * FROM later");
        assertThat(myapp.access())
                .contains("relation orders owner myapp_owner: \"" + login.username() + "\" may SELECT")
                .contains("default vault_admin public r owner vault_admin: \"" + login.username() + "\" may SELECT");

        renewsAndRevokes(broker, secret, Duration.ofHours(1), Duration.ofHours(5), Duration.ofHours(24));
        myapp.execute("DROP TABLE later");
        assertThat(myapp.access()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void readWriteRoleWritesRenewsAndGoesWithoutTrace(Brokers.Store store) throws SQLException {
        List<String> before = myapp.access();
        SecretBroker broker = broker(store);
        longGuide(broker);

        Secret secret = broker.read("database/creds/myapp-readwrite");
        DatabaseCredentials login = login(secret);
        makeLaterTable();
        myapp.executeAs(
                login,
                "INSERT INTO orders (item) VALUES ('pen')",
                "UPDATE orders SET item = 'ink' WHERE item = 'pen'",
                "SELECT nextval('customers_id_seq')",
                "DELETE FROM orders WHERE item = 'ink'",
                "INSERT INTO later (item) VALUES ('x')");
        assertThatThrownBy(() -> myapp.executeAs(login, "CREATE TABLE mine (id int)"))
                .hasMessageContaining("permission denied");

        renewsAndRevokes(broker, secret, Duration.ofHours(1), Duration.ofHours(5), Duration.ofHours(8));
        assertThat(myapp.query("SELECT item FROM later")).containsExactly("x");
        myapp.execute("DROP TABLE later");
        assertThat(myapp.access()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void adminRoleMigratesAndItsTablesOutliveIt(Brokers.Store store) throws SQLException {
        List<String> before = myapp.access();
        SecretBroker broker = broker(store);
        longGuide(broker);

        Secret secret = broker.read("database/creds/myapp-admin");
        DatabaseCredentials login = login(secret);
        about(duration(secret), Duration.ofMinutes(15));
        myapp.executeAs(
                login,
                "CREATE SCHEMA migrations",
                "CREATE TABLE migrations.done (version int)",
                "INSERT INTO migrations.done VALUES (7)",
                "TRUNCATE customers",
                "CREATE ROLE made_by_migration");

        renewsAndRevokes(broker, secret, Duration.ofMinutes(15), Duration.ofMinutes(40), Duration.ofHours(1));
        assertThat(myapp.query("SELECT version::text FROM migrations.done")).containsExactly("7");
        assertThat(myapp.query("SELECT relowner::regrole::text FROM pg_class WHERE oid = 'migrations.done'::regclass"))
                .containsExactly("vault_admin");
        myapp.execute("DROP SCHEMA migrations CASCADE", "DROP ROLE made_by_migration");
        assertThat(myapp.access()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void shortGuideWorksFromEnableToRevoke(Brokers.Store store) {
        List<String> before = mydb.access();
        SecretBroker broker = broker(store);
        GuideShell guide = GuideShell.of(
                broker,
                "short-guide.sh",
                Map.of("db.example.com:5432", "127.0.0.1:" + ItServer.get().port()));
        for (int i = 0; i < guide.size(); i++) {
            guide.run(String.join(" ", guide.words(i)));
        }

        Secret first = broker.read("database/creds/app-role");
        Secret second = broker.read("database/creds/app-role");
        assertThat(login(first).username()).isNotEqualTo(login(second).username());
        about(duration(first), Duration.ofHours(1));
        assertThat(mydb.canLogin(login(first))).isTrue();
        assertThat(mydb.canLogin(login(second))).isTrue();

        broker.leases().renew(id(first), Duration.ofHours(2));
        assertThat(mydb.validForSeconds(login(first).username())).isCloseTo(7_205, within(120L));
        broker.leases().revoke(id(first));
        assertThat(mydb.canLogin(login(first))).isFalse();
        assertThat(mydb.canLogin(login(second))).isTrue();

        brokers.pass(Duration.ofHours(1));
        assertThat(mydb.canLogin(login(second))).isFalse();
        assertThat(mydb.access()).isEqualTo(before);
        assertThat(broker.leases().count("")).isZero();
    }

    /** "Tables created after the role is set up": by the role that ran ALTER DEFAULT PRIVILEGES, the administrator. */
    private static void makeLaterTable() {
        myapp.execute("SET ROLE vault_admin", "CREATE TABLE later (id serial, item text)", "RESET ROLE");
    }

    /** A lease's duration is what is left of it when it is handed out: a slow creation takes its part. */
    private static void about(Duration actual, Duration expected) {
        assertThat(actual).isBetween(expected.minusSeconds(30), expected);
    }

    private void renewsAndRevokes(
            SecretBroker broker, Secret secret, Duration initial, Duration increment, Duration max) {
        String user = login(secret).username();
        assertThat(myapp.validForSeconds(user)).isCloseTo(initial.toSeconds() + 5, within(60L));

        Lease longer = broker.leases().renew(id(secret), increment);
        assertThat(longer.duration()).isBetween(increment.minusSeconds(30), increment);
        assertThat(myapp.validForSeconds(user)).isCloseTo(increment.toSeconds() + 5, within(60L));

        Lease shorter = broker.leases().renew(id(secret));
        about(shorter.duration(), initial);
        assertThat(myapp.validForSeconds(user)).isCloseTo(initial.toSeconds() + 5, within(60L));

        Lease capped = broker.leases().renew(id(secret), max.plusHours(10));
        assertThat(capped.duration()).isBetween(max.minusMinutes(2), max);
        assertThat(myapp.canLogin(login(secret))).isTrue();

        broker.leases().revoke(id(secret));
        assertThat(myapp.roles()).doesNotContain(user);
        assertThat(myapp.canLogin(login(secret))).isFalse();
        assertThat(broker.leases().count("")).isZero();
        assertThat(myapp.query("SELECT item FROM orders")).containsExactly("book");
    }

    @Test
    void everyLeaseCommandOfTheLongGuideDoesWhatItSays() {
        SecretBroker broker = broker(Brokers.Store.SQLITE);
        GuideShell guide = longGuide(broker);
        Secret first = guide.secret("read database/creds/myapp-readonly");
        Secret second = guide.secret("read database/creds/myapp-readonly");
        Map<String, String> firstId = Map.of(MADE_UP_ID, id(first));

        assertThat(guide.run("list sys/leases/lookup"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrder(lastSegment(first), lastSegment(second));
        LeaseInfo info = (LeaseInfo) guide.runWith("lease lookup", firstId);
        assertThat(info.state()).isEqualTo(LeaseState.ACTIVE);
        assertThat(info.account()).contains(login(first).username());
        assertThat(info.lastRenewal()).isEmpty();
        assertThat(info.ttl()).isBetween(Duration.ofMinutes(58), Duration.ofHours(1));

        about(((Lease) guide.runWith("lease renew -increment=2h", firstId)).duration(), Duration.ofHours(2));
        about(((Lease) guide.runWith("lease renew database", firstId)).duration(), Duration.ofHours(1));
        assertThat(((LeaseInfo) guide.runWith("lease lookup", firstId)).lastRenewal())
                .isPresent();

        guide.runWith("lease revoke database", firstId);
        assertThat(myapp.canLogin(login(first))).isFalse();
        assertThat(myapp.canLogin(login(second))).isTrue();
        assertThatThrownBy(() -> guide.runWith("lease lookup", firstId)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> guide.runWith("lease renew database", firstId))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("lease not found");
        guide.runWith("lease revoke database", firstId);

        Secret third = broker.read("database/creds/myapp-readwrite");
        assertThat(guide.run("lease revoke -prefix database/creds/myapp-readonly/"))
                .isEqualTo(1);
        assertThat(myapp.canLogin(login(second))).isFalse();
        assertThat(myapp.canLogin(login(third))).isTrue();
        // The guide has both prefixes; the longer one comes first in it.
        assertThat(broker.leases().revokePrefix("database/")).isEqualTo(1);
        assertThat(myapp.canLogin(login(third))).isFalse();

        Secret fourth = guide.secret("read database/creds/myapp-readonly");
        assertThat(guide.runWith("lease revoke -force", Map.of(MADE_UP_ID, id(fourth))))
                .isEqualTo(1);
        assertThat(broker.leases().count("")).isZero();
        assertThat(myapp.canLogin(login(fourth))).isFalse();
    }

    @Test
    void ttlsOfTheLongGuideHoldAtEveryLevel() {
        SecretBroker broker = broker(Brokers.Store.SQLITE);
        GuideShell guide = longGuide(broker);
        guide.run("write sys/config/default-lease-ttl");
        assertThat(broker.read("sys/config/default-lease-ttl").data()).containsEntry("ttl", 2_764_800L);
        guide.run("secrets tune -max-lease-ttl=24h database/");
        guide.run("secrets tune -default-lease-ttl=1h database/");
        assertThat(broker.mounts().list().get("database/"))
                .returns(Duration.ofHours(24), mount -> mount.maxLeaseTtl())
                .returns(Duration.ofHours(1), mount -> mount.defaultLeaseTtl());

        about(duration(guide.secret("read -ttl=30m database/creds/myapp-readonly")), Duration.ofMinutes(30));
        about(duration(broker.read(READ_ONLY, Map.of("ttl", "30m"))), Duration.ofMinutes(30));
        Secret capped = broker.read(READ_ONLY, Map.of("ttl", "40h"));
        about(duration(capped), Duration.ofHours(24));
        assertThat(capped.warnings())
                .containsExactly("TTL of \"40h\" exceeded the effective max_ttl of \"24h\"; TTL value is capped"
                        + " accordingly");

        // The role's TTLs alone: the other fields stay.
        broker.write("database/roles/myapp-readonly", Map.of("default_ttl", "1h", "max_ttl", "8h"));
        about(duration(broker.read(READ_ONLY, Map.of("ttl", "40h"))), Duration.ofHours(8));
        assertThat(broker.leases().revokePrefix("database/")).isEqualTo(4);
    }

    @Test
    void leasesEndByThemselvesAndCannotBeRenewedPastTheirMaxTtl() {
        SecretBroker broker = broker(Brokers.Store.SQLITE);
        longGuide(broker);
        Secret secret = broker.read("database/creds/myapp-admin");
        brokers.pass(Duration.ofMinutes(14));
        assertThat(myapp.canLogin(login(secret))).isTrue();
        assertThat(broker.leases().renew(id(secret), Duration.ofHours(2)).duration())
                .isBetween(Duration.ofMinutes(44), Duration.ofMinutes(46));
        brokers.pass(Duration.ofMinutes(44));
        assertThat(broker.leases().renew(id(secret)).duration()).isBetween(Duration.ZERO, Duration.ofMinutes(2));
        brokers.pass(Duration.ofMinutes(3));
        assertThat(broker.leases().count("")).isZero();
        assertThat(myapp.roles()).doesNotContain(login(secret).username());
    }

    @Test
    void everyOperationAnswersAtItsPathToo() {
        SecretBroker broker = broker(Brokers.Store.SQLITE);
        broker.write("sys/mounts/database", Map.of("type", "database", "config", Map.of("max_lease_ttl", "87600h")));
        broker.write("sys/mounts/database/tune", Map.of("default_lease_ttl", "1h", "max_lease_ttl", "24h"));
        assertThat(broker.read("sys/mounts/database/tune").data())
                .containsEntry("default_lease_ttl", 3_600L)
                .containsEntry("max_lease_ttl", 86_400L);
        broker.write("database/config/myapp-db", myapp.connection());
        broker.write("database/roles/app", AppDatabase.role("myapp-db"));
        assertThat(broker.list("database/roles")).containsExactly("app");
        assertThat(broker.list("database/config/")).containsExactly("myapp-db");

        List<Secret> secrets = Stream.generate(() -> broker.read("database/creds/app"))
                .limit(6)
                .toList();
        String id = id(secrets.get(0));
        assertThat(broker.write("sys/leases/lookup", Map.of("lease_id", id)).data())
                .containsEntry("id", id)
                .containsEntry("state", "active")
                .containsEntry("account", login(secrets.get(0)).username());
        assertThat(broker.read("sys/leases/lookup/" + id).data()).containsEntry("id", id);
        about(
                renewed(broker.write("sys/leases/renew", Map.of("lease_id", id, "increment", "2h"))),
                Duration.ofHours(2));
        about(renewed(broker.write("sys/leases/renew/" + id, Map.of("increment", 1_800))), Duration.ofMinutes(30));
        about(renewed(broker.write("sys/renew/" + id)), Duration.ofHours(1));
        assertThat(broker.list("sys/leases/lookup")).containsExactly("database/");
        assertThat(broker.list("sys/leases/lookup/database/creds/")).containsExactly("app/");
        assertThat(broker.read("sys/leases/count").data()).containsEntry("lease_count", 6L);

        broker.write("sys/leases/revoke", Map.of("lease_id", id));
        broker.write("sys/leases/revoke/" + id(secrets.get(1)));
        broker.write("sys/revoke/" + id(secrets.get(2)), Map.of("sync", false));
        assertThat(broker.leases().count("")).isEqualTo(4);
        brokers.work();
        assertThat(broker.leases().count("")).isEqualTo(3);
        assertThat(broker.write("sys/leases/revoke-force/" + id(secrets.get(3))).data())
                .containsEntry("revoked", 1);
        assertThat(broker.write("sys/leases/revoke-prefix/database/creds/app/").data())
                .containsEntry("revoked", 2);
        assertThat(secrets).noneMatch(secret -> myapp.canLogin(login(secret)));
        broker.delete("sys/mounts/database");
        assertThat(broker.mounts().list()).isEmpty();
    }

    private static Duration renewed(Secret answer) {
        return Duration.ofSeconds((Long) answer.data().get("lease_duration"));
    }

    private static String lastSegment(Secret secret) {
        return id(secret).substring(id(secret).lastIndexOf('/') + 1);
    }
}
