package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.server.SharedServers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Static accounts and administrators of Oracle's MySQL, through MySQL's driver. MariaDB's cannot always tell that an account is not
 * there: the server then makes up a plugin, at random, which may be one that the driver does not know.
 */
class MySqlManagedIT extends MySqlCompatibleManaged {

    MySqlManagedIT() {
        super(SharedServers.mySql());
    }

    @Override
    DatabasePluginContract newDatabase() {
        return new MySqlContractIT();
    }

    @BeforeEach
    void installAPluginWithoutPasswords() {
        if (query("SELECT 1 FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'mysql_no_login'")
                .isEmpty()) {
            server.execute("", "INSTALL PLUGIN mysql_no_login SONAME 'mysql_no_login.so'");
        }
    }

    @Override
    protected List<String> rotation() {
        return List.of("SET PASSWORD FOR '{{username}}'@'%' = '{{password}}'");
    }

    @Override
    String ownRotation() {
        return "SET PASSWORD = '{{password}}'";
    }

    @Override
    String withoutPassword() {
        return "IDENTIFIED WITH mysql_no_login";
    }

    @Override
    String queryWithoutPassword(String name) {
        return "SELECT Host, plugin, max_user_connections, password_lifetime, password_expired, account_locked,"
                + " User_attributes FROM mysql.user WHERE User = '" + name + "'";
    }

    @Test
    void anotherPluginStaysThatOfTheAccount() {
        String name = user("'%'", "IDENTIFIED WITH sha256_password BY 'old'");
        String password = "it's \\new";

        set(name, password);

        assertThat(query("SELECT plugin FROM mysql.user WHERE User = '" + name + "'"))
                .containsExactly("sha256_password ");
        // MariaDB's driver does not know the plugin.
        ManagedAccounts mySql = (ManagedAccounts) open(
                settings(server.mysqlUrl(""), database().adminUser(), database().adminPassword()));
        assertThat(mySql.accepts(name, SecretText.of(password), LIMIT)).isTrue();
        assertThat(mySql.accepts(name, SecretText.of("old"), LIMIT)).isFalse();
    }

    @Test
    void anAccountThatIsLockedForWrongPasswordsDoesNotSay() {
        String blocked = user("'%'", "IDENTIFIED BY 'right' FAILED_LOGIN_ATTEMPTS 2 PASSWORD_LOCK_TIME 1");
        assertThat(accepts(blocked, "wrong")).isFalse();

        // The try that locks the account is told so itself.
        assertThatThrownBy(() -> accepts(blocked, "wrong"))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("3955");
        assertThatThrownBy(() -> accepts(blocked, "right"))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("3955");
    }
}
