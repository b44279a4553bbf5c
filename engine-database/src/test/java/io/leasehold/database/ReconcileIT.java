package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.harness.TestDatabase;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.lease.Reconciliation;
import io.leasehold.lease.Reconciliation.LostAccount;
import io.leasehold.lease.Reconciliation.OtherStore;
import io.leasehold.lease.Reconciliation.Repair;
import io.leasehold.lease.Reconciliation.UnknownAccount;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.server.SharedServers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts of a real PostgreSQL that do not agree with the leases. What all products do is in the plugins' contract. */
class ReconcileIT {

    private final TestDatabase database = TestDatabase.on(SharedServers.postgres());
    private final InMemoryStorage storage = new InMemoryStorage();
    private final SecretBroker broker =
            SecretBroker.builder().name("billing").storage(storage).build();

    @BeforeEach
    void connect() {
        configure(broker, "database", database.guideUrl());
    }

    @AfterEach
    void close() {
        broker.close();
    }

    /** The mark goes with the role, the lease does not. */
    @Test
    void aRoleThatWasRenamedByHandIsRemovedWithItsLease() {
        Secret secret = issue(broker, "database");
        String renamed = database.name() + "_renamed";
        database.execute("ALTER ROLE \"" + username(secret) + "\" RENAME TO " + renamed);

        Reconciliation report = report("database/reconcile/app");

        assertThat(report.accountsWithoutLease())
                .containsExactly(new UnknownAccount(renamed, target(report), leaseId(secret), Repair.NONE, null));
        assertThat(report.leasesWithoutAccount())
                .containsExactly(new LostAccount(leaseId(secret), username(secret), target(report), Repair.NONE, null));
        assertThat(report.agrees()).isFalse();

        Reconciliation repaired = repair("database/reconcile/app");

        assertThat(repaired.agrees()).isTrue();
        assertThat(exists(renamed)).isFalse();
        assertThat(broker.leases().count("database/")).isZero();
        assertThat(report("database/reconcile/app").accountsWithoutLease()).isEmpty();
    }

    /** What a lost account made goes to its heir, as it does when a lease is revoked. */
    @Test
    void aLostRoleThatOwnsThingsIsRemovedAsAnyOther() {
        String lost = lost("v-billing-gone", "database/creds/reader/aaaaaaaaaaaaaaaaaaaaaaaa");
        database.execute("CREATE TABLE kept (n int)", "ALTER TABLE kept OWNER TO \"" + lost + "\"");

        assertThat(repair("database/reconcile/app").accountsWithoutLease())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.account()).isEqualTo(lost);
                    assertThat(found.leaseId()).isEqualTo("database/creds/reader/aaaaaaaaaaaaaaaaaaaaaaaa");
                    assertThat(found.repair()).isEqualTo(Repair.DONE);
                });

        assertThat(exists(lost)).isFalse();
        assertThat(database.query("SELECT count(*) FROM kept")).containsExactly("0");
    }

    /** Whatever an account carries: a static role answers for it, and the administrator for its own. */
    @Test
    void theAccountsOfStaticRolesAndTheAdministratorAreNeverTouched() {
        String account = lost("legacy", "database/creds/reader/bbbbbbbbbbbbbbbbbbbbbbbb");
        String alternate = lost("legacy_2", "database/creds/reader/cccccccccccccccccccccccc");
        mark(database.admin(true), "database/creds/reader/dddddddddddddddddddddddd");
        broker.write(
                "database/static-roles/legacy",
                Map.of(
                        "db_name",
                        "app",
                        "username",
                        account,
                        "alternate_username",
                        alternate,
                        "rotation_period",
                        "24h"));

        assertThat(repair("database/reconcile/app").accountsWithoutLease()).isEmpty();

        assertThat(exists(account)).isTrue();
        assertThat(exists(alternate)).isTrue();
    }

    @Test
    void twoMountsOnOneServerLeaveEachOtherAlone() {
        configure(broker, "second", database.guideUrl());
        Secret first = issue(broker, "database");
        Secret second = issue(broker, "second");

        assertThat(repair("database/reconcile/app").accountsWithoutLease()).isEmpty();
        assertThat(repair("second/reconcile/app").accountsWithoutLease()).isEmpty();

        assertThat(canLogin(first)).isTrue();
        assertThat(canLogin(second)).isTrue();
    }

    /** The connection leads to the same server by another name, so that there are two targets. */
    @Test
    void leasesOfAFormerTargetAreKnown() {
        Secret before = issue(broker, "database");
        broker.write("database/config/app", fields(database.guideUrl().replace("127.0.0.1", "localhost")));
        Secret after = issue(broker, "database");

        assertThat(broker.leases().lookup(leaseId(before)).targetId())
                .isNotEqualTo(broker.leases().lookup(leaseId(after)).targetId());

        Reconciliation repaired = repair("database/reconcile/app");

        assertThat(repaired.leases()).isEqualTo(2);
        assertThat(repaired.accountsWithoutLease()).isEmpty();
        assertThat(repaired.leasesWithoutAccount()).isEmpty();
        assertThat(canLogin(before)).isTrue();
        assertThat(canLogin(after)).isTrue();
    }

    /** What a killed process with a store in memory left: found by its store's id, which its marks show. */
    @Test
    void whatABrokerInMemoryLeftIsRemovedOnAnOperatorsWord() {
        InMemoryStorage gone = new InMemoryStorage();
        SecretBroker killed =
                SecretBroker.builder().name("billing").storage(gone).build();
        configure(killed, "database", database.guideUrl());
        Secret left = issue(killed, "database");
        // A broker that is closed revokes what is in memory; this one finds no rows any more, as if it had been killed.
        gone.leases()
                .delete(List.of(gone.leases().find(leaseId(left)).orElseThrow().row()));
        killed.close();
        Secret sound = issue(broker, "database");

        Reconciliation report = report("database/reconcile/app");
        assertThat(report.accountsWithoutLease()).isEmpty();
        assertThat(report.otherStores()).contains(new OtherStore(gone.id(), 1));
        assertThat(canLogin(left)).isTrue();

        Reconciliation repaired = broker.write("database/reconcile/app", Map.of("store", gone.id()))
                .as(Reconciliation.class);

        assertThat(repaired.accountsWithoutLease())
                .extracting(UnknownAccount::account)
                .containsExactly(username(left));
        assertThat(canLogin(left)).isFalse();
        assertThat(canLogin(sound)).isTrue();
        assertThat(report("database/reconcile/app").otherStores())
                .extracting(OtherStore::store)
                .doesNotContain(gone.id());
    }

    /** An administrator without CREATEROLE cannot write marks; the name tells. */
    @Test
    void anAccountWithoutAMarkIsKnownByItsName() {
        Secret secret = issue(broker, "database");
        database.execute("COMMENT ON ROLE \"" + username(secret) + "\" IS NULL");
        storage.leases()
                .delete(List.of(
                        storage.leases().find(leaseId(secret)).orElseThrow().row()));

        assertThat(repair("database/reconcile/app").accountsWithoutLease())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.account()).isEqualTo(username(secret));
                    assertThat(found.leaseId()).isNull();
                });
        assertThat(exists(username(secret))).isFalse();
    }

    /** A mark that names no possible lease says nothing, and does not keep the others from being looked at. */
    @Test
    void whatSomebodyElseWroteOnAnAccountDoesNoHarm() {
        String odd = lost("odd", "a\nb");
        String longer = lost("longer", "x".repeat(5_000));
        String lost = lost("v-billing-gone", "database/creds/reader/eeeeeeeeeeeeeeeeeeeeeeee");

        assertThat(repair("database/reconcile/app").accountsWithoutLease())
                .extracting(UnknownAccount::account)
                .containsExactly(lost);

        assertThat(exists(odd)).isTrue();
        assertThat(exists(longer)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a:b"})
    void whatIsNoStoreIsRefused(String store) {
        assertThatThrownBy(() -> broker.read("database/reconcile/app", Map.of("store", store)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains("store"));
    }

    @Test
    void aConnectionThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> broker.read("database/reconcile/nothing")).isInstanceOf(NotFoundException.class);
    }

    /** A role that the store once knew. */
    private String lost(String name, String leaseId) {
        String role = database.name() + "-" + name;
        database.execute("CREATE ROLE \"" + role + "\" LOGIN PASSWORD 'old'");
        mark(role, leaseId);
        return role;
    }

    private void mark(String role, String leaseId) {
        database.execute("COMMENT ON ROLE \"" + role + "\" IS 'leasehold:" + storage.id() + ":" + leaseId + "'");
    }

    private void configure(SecretBroker to, String mount, String url) {
        to.mounts().enable(mount, "database");
        to.write(mount + "/config/app", fields(url));
        to.write(
                mount + "/roles/reader",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        List.of("CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL"
                                + " '{{expiration}}'"),
                        "default_ttl",
                        "1h"));
    }

    private Map<String, Object> fields(String url) {
        return new HashMap<>(Map.of(
                "plugin_name",
                "postgresql-database-plugin",
                "allowed_roles",
                "*",
                "connection_url",
                url,
                "username",
                database.admin(true),
                "password",
                database.adminPassword(true)));
    }

    private static Secret issue(SecretBroker from, String mount) {
        return from.read(mount + "/creds/reader");
    }

    private Reconciliation report(String path) {
        return broker.read(path).as(Reconciliation.class);
    }

    private Reconciliation repair(String path) {
        return broker.write(path).as(Reconciliation.class);
    }

    private static String target(Reconciliation report) {
        return report.accountsWithoutLease().get(0).target();
    }

    private static String leaseId(Secret secret) {
        return secret.lease().orElseThrow().id();
    }

    private static String username(Secret secret) {
        return secret.as(DatabaseCredentials.class).username();
    }

    private boolean canLogin(Secret secret) {
        DatabaseCredentials login = secret.as(DatabaseCredentials.class);
        return database.server().canLogin(login.username(), login.password(), database.name());
    }

    private boolean exists(String role) {
        return !database.query("SELECT 1 FROM pg_roles WHERE rolname = ?", role).isEmpty();
    }
}
