package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.StatementRotationContract;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.server.CassandraServer;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.SharedServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The Cassandra plugin manages passwords as the contract says, lists roles, and says so of itself. */
class CassandraManagedIT extends StatementRotationContract {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final CassandraServer server = SharedServers.cassandra();
    private final DatabasePluginContract database = new CassandraContractIT();

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    /** The administrator of the documentation, without rights to data. */
    @Override
    protected void createAdministrator(String name, String password) {
        database.createAccount(name, password);
        CassandraIT.grantLeast(server, name);
    }

    @Override
    protected List<String> rotation() {
        return List.of("ALTER USER '{{username}}' WITH PASSWORD '{{password}}'");
    }

    @Override
    protected List<String> failingRotation() {
        return List.of("ALTER USER '{{name}}' WITH PASSWORDD '{{password}}'");
    }

    @Test
    void allElseOfTheRoleStays() {
        String group = unique("grp");
        server.execute("CREATE ROLE " + group);
        dropAfterwards(group);
        server.execute("GRANT " + group + " TO " + account);
        server.execute("GRANT SELECT ON KEYSPACE system_auth TO " + account);
        List<String> before = rights();

        set(account, "new");

        assertThat(rights()).isEqualTo(before).isNotEmpty();
        assertThat(server.execute("LIST ROLES OF " + account)).hasSize(2);
    }

    @Test
    void aRoleThatMayNotLogInHasAPasswordAllTheSame() {
        server.execute("ALTER ROLE " + account + " WITH LOGIN = false");

        set(account, "new");

        assertThat(accepts(account, "new")).as("accepted, and then not let in").isTrue();
        assertThat(accepts(account, "other")).isFalse();
        assertThat(canLogin(account, "new")).isFalse();
    }

    @Test
    void anAnswerThatIsLostLeavesTheOutcomeOpen() {
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            DatabaseTarget target =
                    open(settings(proxy.host() + ":" + proxy.port(), server.adminUser(), server.adminPassword()));

            TargetException failure = catchThrowableOfType(
                    TargetException.class,
                    () -> ((ManagedAccounts) target)
                            .setPassword(
                                    managed(account, "new", List.of()),
                                    new Change(() -> proxy.cutAfter(FaultyProxy.Direction.TO_CLIENT, 0))));

            assertThat(failure).isInstanceOf(TargetUnavailableException.class);
            assertThat(failure.effectPossible()).isTrue();
            Awaitility.await().until(() -> accepts(account, "new"));
        }
    }

    @Test
    void anAdministratorWithoutTheRightChangesNothing() {
        String meek = unique("meek");
        database.createAccount(meek, "old");
        dropAfterwards(meek);

        TargetException failure = catchThrowableOfType(
                TargetException.class,
                () -> ((ManagedAccounts) open(meek, "old"))
                        .setPassword(managed(account, "new", List.of()), new Change()));

        assertThat(failure).isInstanceOf(TargetRefusedException.class).hasMessageContaining("lacks a right");
        assertThat(failure.effectPossible()).isFalse();
        assertThat(accepts(account, "new")).isFalse();
    }

    @Test
    void allRolesAreListedToWhoMaySeeThem() {
        String least = unique("least");
        createAdministrator(least, "least");
        dropAfterwards(least);
        List<ListedAccount> listed = new ArrayList<>();

        ((AccountListing) open(least, "least")).accounts(LIMIT, listed::add);

        assertThat(listed).extracting(ListedAccount::username).containsExactlyInAnyOrderElementsOf(server.roles());
        assertThat(listed).allMatch(each -> each.mark().isEmpty());
    }

    @Test
    void whoSeesItsOwnRolesOnlyListsNone() {
        String meek = unique("meek");
        database.createAccount(meek, "meek");
        dropAfterwards(meek);
        List<ListedAccount> listed = new ArrayList<>();

        TargetRefusedException refused = catchThrowableOfType(
                TargetRefusedException.class, () -> ((AccountListing) open(meek, "meek")).accounts(LIMIT, listed::add));

        assertThat(refused).hasMessageContaining("GRANT DESCRIBE ON ALL ROLES");
        assertThat(listed).isEmpty();
    }

    private List<String> rights() {
        return server.execute("LIST ALL PERMISSIONS OF " + account).stream()
                .map(row -> row.getString("resource") + " " + row.getString("permission"))
                .sorted()
                .toList();
    }
}
