package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.StatementRotationContract;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.InfluxServer;
import io.leasehold.testkit.server.SharedServers;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The InfluxDB plugin manages passwords as the contract says, and says so of itself. */
class InfluxManagedIT extends StatementRotationContract {

    private final InfluxServer server = SharedServers.influxDb();
    private final DatabasePluginContract database = new InfluxContractIT();

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    @Override
    protected boolean sessionsOutliveTheirPassword() {
        return false;
    }

    @Override
    protected List<String> rotation() {
        return List.of("SET PASSWORD FOR \"{{name}}\" = '{{password}}'");
    }

    @Override
    protected List<String> failingRotation() {
        return List.of("SET PASSWORD FOR \"{{name}}\" '{{password}}'");
    }

    @Override
    protected void createAdministrator(String name, String password) {
        server.execute("CREATE USER " + name + " WITH PASSWORD '" + password + "' WITH ALL PRIVILEGES");
    }

    @Test
    void theGrantsOfAUserStay() {
        String name = unique("managed");
        server.execute(
                "CREATE DATABASE kept; CREATE USER " + name + " WITH PASSWORD 'old'; GRANT READ ON kept TO " + name);
        dropAfterwards(name);

        set(name, "new");

        assertThat(server.execute("SHOW GRANTS FOR " + name)).contains("[\"kept\",\"READ\"]");
        assertThat(accepts(name, "new")).isTrue();
    }

    @Test
    void aPasswordOfWhichTheServerWouldIgnoreTheEndIsRefused() {
        String name = unique("managed");
        server.execute("CREATE USER " + name + " WITH PASSWORD 'old'");
        dropAfterwards(name);
        String whole = "x".repeat(72);

        set(name, whole);

        assertThat(accepts(name, whole)).isTrue();
        assertThat(accepts(name, whole + "y")).isFalse();
        TargetRefusedException refused =
                catchThrowableOfType(TargetRefusedException.class, () -> set(name, whole + "z"));
        assertThat(refused).hasMessageContaining("72 bytes");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(accepts(name, whole)).isTrue();
    }

    @Test
    void anAnswerThatIsLostLeavesTheOutcomeOpen() {
        String name = unique("managed");
        server.execute("CREATE USER " + name + " WITH PASSWORD 'old'");
        dropAfterwards(name);
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            DatabaseTarget target = open(settings(
                    "http://" + proxy.host() + ":" + proxy.port(), server.adminUser(), server.adminPassword()));

            TargetException failure = catchThrowableOfType(
                    TargetException.class,
                    () -> ((ManagedAccounts) target)
                            .setPassword(
                                    managed(name, "new", List.of()),
                                    new Change(() -> proxy.cutAfter(FaultyProxy.Direction.TO_CLIENT, 0))));

            assertThat(failure).isInstanceOf(TargetUnavailableException.class);
            assertThat(failure.effectPossible()).isTrue();
            Awaitility.await().until(() -> accepts(name, "new"));
        }
    }

    @Test
    void anAdministratorWithoutTheRightChangesNothing() {
        String administrator = unique("root");
        server.execute("CREATE USER " + administrator + " WITH PASSWORD 'old'");
        dropAfterwards(administrator);
        try (DatabaseTarget target = open(administrator, "old")) {
            assertThatThrownBy(() -> ((ManagedAccounts) target)
                            .setPassword(managed(administrator, "new", List.of()), new Change()))
                    .isInstanceOfSatisfying(
                            TargetRefusedException.class,
                            refused -> assertThat(refused.effectPossible()).isFalse())
                    .hasMessageContaining("admin privilege");
        }
        assertThat(accepts(administrator, "old")).isTrue();
    }

    @Test
    void whoCannotLogInIsNotTheSameAsWhoMayDoNothing() {
        String name = unique("powerless");
        server.execute("CREATE USER " + name + " WITH PASSWORD 'right'");
        dropAfterwards(name);

        assertThat(accepts(name, "right")).isTrue();
        assertThat(accepts(name, "wrong")).isFalse();
        assertThatThrownBy(() -> accepts("with:colon", "right"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("colon");
    }
}
