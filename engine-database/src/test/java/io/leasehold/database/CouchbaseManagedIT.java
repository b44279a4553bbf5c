package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.couchbase.CouchbaseUnderTest;
import io.leasehold.database.couchbase.StandInCouchbase;
import io.leasehold.database.harness.ManagedAccountsContract;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.testkit.contract.DatabasePluginContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The Couchbase plugin manages passwords as the contract says, with the stand-in as its server. */
class CouchbaseManagedIT extends ManagedAccountsContract {

    private static StandInCouchbase server;

    private final DatabasePluginContract database = new CouchbaseContract() {
        @Override
        CouchbaseUnderTest server() {
            return server;
        }
    };

    @BeforeAll
    static void start() {
        server = StandInCouchbase.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    @Override
    protected boolean sessionsOutliveTheirPassword() {
        return false;
    }

    @Override
    protected void createAdministrator(String name, String password) {
        server.createUser(name, password, "security_admin_local");
    }

    @Test
    void aPasswordThatTheServerRefusesChangesNothing() {
        String name = unique("managed");
        server.createUser(name, "the-old", "ro_admin");
        dropAfterwards(name);

        TargetRefusedException refused = catchThrowableOfType(TargetRefusedException.class, () -> set(name, "short"));

        assertThat(refused).hasMessageContaining("at least 6 characters").hasMessageNotContaining("short");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(accepts(name, "the-old")).isTrue();
    }

    @Test
    void anAnswerThatIsLostLeavesTheOutcomeOpen() {
        String name = unique("managed");
        server.createUser(name, "the-old", "ro_admin");
        dropAfterwards(name);
        server.http().breakNext("PUT", "/settings/rbac/users/local/" + name, true);

        TargetException failure = catchThrowableOfType(TargetException.class, () -> set(name, "the-new"));

        assertThat(failure.effectPossible()).isTrue();
        assertThat(accepts(name, "the-new")).isTrue();
    }

    @Test
    void aNameThatNobodyCanLogInWithIsRefused() {
        assertThatThrownBy(() -> accepts("with:colon", "password"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("colon");
    }

    @Test
    void rolesGroupsAndTheFullNameStay() {
        server.createGroup("readers", "data_reader[app]");
        String name = unique("managed");
        server.admin(
                "PUT",
                "/settings/rbac/users/local/" + name,
                Map.of(
                        "password",
                        "the-old",
                        "name",
                        "O'Brien & S\u00f6hne",
                        "roles",
                        "ro_admin,data_writer[app],data_reader[app:shop:orders]",
                        "groups",
                        "readers"));
        dropAfterwards(name);
        JsonNode before = server.user(name);

        set(name, "the-new");

        assertThat(accepts(name, "the-new")).isTrue();
        assertThat(server.user(name)).isEqualTo(before);
        assertThat(before.at("/roles")).hasSize(4);
    }

    @Test
    void theFirstAdministratorSetsItsOwnPasswordAndBecomesNoLocalUser() {
        try (StandInCouchbase own = StandInCouchbase.start()) {
            DatabaseTarget target = open(settings(own.http().url(), own.adminUser(), own.adminPassword()));

            ((ManagedAccounts) target).setPassword(managed(own.adminUser(), "the-new-one", List.of()), new Change());

            assertThat(own.canLogin(own.adminUser(), "the-new-one")).isTrue();
            assertThat(own.canLogin(own.adminUser(), own.adminPassword())).isFalse();
            assertThat(own.http().received())
                    .noneMatch(request -> request.method().equals("PUT"));
        }
    }

    @Test
    void whereNobodySetsItsOwnPasswordTheAdministratorIsWrittenIfItIsALocalUser() {
        try (StandInCouchbase own = StandInCouchbase.start()) {
            own.becomeCommunity();
            own.createUser("local_admin", "local-password", "admin");
            DatabaseTarget first = open(settings(own.http().url(), own.adminUser(), own.adminPassword()));
            DatabaseTarget local = open(settings(own.http().url(), "local_admin", "local-password"));

            assertThatThrownBy(() -> ((ManagedAccounts) first)
                            .setPassword(managed(own.adminUser(), "the-new-one", List.of()), new Change()))
                    .isInstanceOf(TargetRefusedException.class)
                    .hasMessageContaining("no local user");
            ((ManagedAccounts) local).setPassword(managed("local_admin", "the-new-one", List.of()), new Change());

            assertThat(own.canLogin("local_admin", "the-new-one")).isTrue();
            assertThat(own.users()).containsExactly("local_admin");
        }
    }
}
