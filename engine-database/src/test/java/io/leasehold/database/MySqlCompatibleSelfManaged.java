package io.leasehold.database;

import io.leasehold.database.harness.SelfManagedContract;
import io.leasehold.testkit.server.MySqlCompatibleServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Users of MySQL and MariaDB change their own passwords. */
abstract class MySqlCompatibleSelfManaged extends SelfManagedContract {

    private final MySqlCompatibleServer server;

    MySqlCompatibleSelfManaged(MySqlCompatibleServer server) {
        this.server = server;
    }

    @Override
    protected Map<String, Object> connection() {
        return Map.of(
                "plugin_name",
                "mysql-database-plugin",
                "connection_url",
                "{{username}}:{{password}}@tcp(" + server.host() + ":" + server.port() + ")/");
    }

    @Override
    protected void create(String name, String password) {
        server.execute("", "CREATE USER " + name + " IDENTIFIED BY '" + password + "'");
    }

    @Override
    protected void setByHand(String name, String password) {
        server.execute("", "ALTER USER " + name + " IDENTIFIED BY '" + password + "'");
    }

    @Override
    protected void drop(String name) {
        server.execute("", "DROP USER " + name);
    }

    @Override
    protected boolean canLogin(String name, String password) {
        return server.canLogin(name, password, "");
    }

    /** As of accounts for backups and monitoring: ALTER USER would be refused to them, also for themselves. */
    @Test
    void anAccountThatSeesAccountsWithoutTheRightToAlterThem() {
        server.execute("", "GRANT SELECT ON *.* TO " + account);

        onboard();

        assertRotated(OLD);
    }
}
