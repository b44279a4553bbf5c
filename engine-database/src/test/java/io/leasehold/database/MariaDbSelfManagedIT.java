package io.leasehold.database;

import io.leasehold.database.harness.SelfManagedContract;
import io.leasehold.testkit.server.MariaDbServer;
import io.leasehold.testkit.server.SharedServers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Users of MariaDB change their own passwords. */
class MariaDbSelfManagedIT extends SelfManagedContract {

    private final MariaDbServer server = SharedServers.mariaDb();

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

    @Override
    protected String statement() {
        return "SET PASSWORD = PASSWORD('{{password}}')";
    }
}
