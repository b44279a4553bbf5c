package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.server.SharedServers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Static accounts and administrators of a MariaDB, through MySQL's driver. */
class MariaDbManagedIT extends MySqlCompatibleManaged {

    MariaDbManagedIT() {
        super(SharedServers.mariaDb());
    }

    @Override
    DatabasePluginContract newDatabase() {
        return new MariaDbContractIT();
    }

    @Override
    protected List<String> rotation() {
        return List.of("SET PASSWORD FOR '{{username}}'@'%' = PASSWORD('{{password}}')");
    }

    @Override
    String ownRotation() {
        return "SET PASSWORD = PASSWORD('{{password}}')";
    }

    @Override
    String withoutPassword() {
        return "IDENTIFIED VIA unix_socket";
    }

    @Override
    String queryWithoutPassword(String name) {
        return "SELECT JSON_REMOVE(Priv, '$.authentication_string', '$.password_last_changed')"
                + " FROM mysql.global_priv WHERE User = '" + name + "'";
    }

    @Test
    void anAccountWithSeveralWaysOfLoggingInIsLeftAsItIs() {
        String name = user("'%'", "IDENTIFIED VIA unix_socket OR mysql_native_password USING PASSWORD('old')");
        String stored = "SELECT Priv FROM mysql.global_priv WHERE User = '" + name + "'";
        List<String> before = query(stored);

        TargetRefusedException refused = catchThrowableOfType(TargetRefusedException.class, () -> set(name, "new"));

        assertThat(refused).hasMessageContaining("several ways");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(query(stored)).isEqualTo(before).hasSize(1);
        set(
                name,
                "new",
                List.of("ALTER USER '{{name}}'@'%' IDENTIFIED VIA unix_socket"
                        + " OR mysql_native_password USING PASSWORD('{{password}}')"),
                new Change());
        assertThat(accepts(name, "new")).isTrue();
    }

    @Test
    void itsOwnSeveralWaysAreSeenByEveryAdministrator() {
        String name = user("'%'", "IDENTIFIED VIA unix_socket OR mysql_native_password USING PASSWORD('old')");
        server.execute("", "GRANT CREATE USER ON *.* TO " + name, "GRANT SELECT ON mysql.user TO " + name);

        assertThatThrownBy(() -> ((ManagedAccounts) open(name, "old"))
                        .setPassword(managed(name, "new", List.of()), new Change()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("several ways");
    }

    @Test
    void whatIsAnErrorAndAnEffectAtOnceMayHaveHadAnEffect() {
        String name = user("'%'", "IDENTIFIED VIA unix_socket OR mysql_native_password USING PASSWORD('old')");

        TargetException failure =
                catchThrowableOfType(TargetException.class, () -> set(name, "new", rotation(), new Change()));

        assertThat(failure).hasMessageContaining("1699");
        assertThat(failure.effectPossible()).isTrue();
        assertThat(accepts(name, "new")).isTrue();
    }

    @Test
    void aRoleOfTheSameNameIsLeftAlone() {
        String name = user("'%'", "IDENTIFIED BY 'old'");
        server.execute("", "CREATE ROLE " + name);
        afterwards("DROP ROLE " + name);

        set(name, "new");

        assertThat(accepts(name, "new")).isTrue();
    }

    @Test
    void anotherPluginStaysThatOfTheAccount() {
        server.execute("", "INSTALL PLUGIN IF NOT EXISTS ed25519 SONAME 'auth_ed25519'");
        String name = user("'%'", "IDENTIFIED VIA ed25519 USING PASSWORD('old')");
        String password = "it's \\new";

        set(name, password);

        assertThat(query("SELECT plugin FROM mysql.user WHERE User = '" + name + "'"))
                .containsExactly("ed25519 ");
        // MySQL's driver does not know the plugin.
        ManagedAccounts mariaDb = (ManagedAccounts) open(settings(
                "jdbc:mariadb://" + server.host() + ":" + server.port() + "/",
                database().adminUser(),
                database().adminPassword()));
        assertThat(mariaDb.accepts(name, SecretText.of(password), LIMIT)).isTrue();
        assertThat(mariaDb.accepts(name, SecretText.of("old"), LIMIT)).isFalse();
    }

    @Test
    void anExpiredPasswordThatIsRefusedAtTheLoginIsTaken() {
        String expired = user("'%'", "IDENTIFIED BY 'right' PASSWORD EXPIRE");
        server.execute("", "SET GLOBAL disconnect_on_expired_password = 1");
        try {
            assertThat(accepts(expired, "right")).isTrue();
            assertThat(accepts(expired, "wrong")).isFalse();
        } finally {
            server.execute("", "SET GLOBAL disconnect_on_expired_password = DEFAULT");
        }
    }

    @Test
    void whatIsCountedOrForbiddenForTheHostDoesNotSay() {
        String blocked = user("'%'", "IDENTIFIED BY 'right'");
        server.execute("", "SET GLOBAL max_password_errors = 2");
        try {
            assertThat(accepts(blocked, "wrong")).isFalse();
            assertThat(accepts(blocked, "wrong")).isFalse();
            assertThatThrownBy(() -> accepts(blocked, "right"))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("4150");
        } finally {
            server.execute("", "SET GLOBAL max_password_errors = DEFAULT", "FLUSH PRIVILEGES");
        }
    }
}
