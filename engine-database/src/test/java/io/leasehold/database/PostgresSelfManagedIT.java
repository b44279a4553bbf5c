package io.leasehold.database;

import io.leasehold.database.harness.SelfManagedContract;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.util.Map;

/** Roles of PostgreSQL change their own passwords. */
class PostgresSelfManagedIT extends SelfManagedContract {

    private final PostgresServer server = SharedServers.postgres();

    @Override
    protected Map<String, Object> connection() {
        return Map.of(
                "plugin_name",
                "postgresql-database-plugin",
                "connection_url",
                "postgresql://{{username}}:{{password}}@" + server.host() + ":" + server.port() + "/postgres");
    }

    @Override
    protected void create(String name, String password) {
        server.execute("postgres", "CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
    }

    @Override
    protected void setByHand(String name, String password) {
        server.execute("postgres", "ALTER ROLE " + name + " PASSWORD '" + password + "'");
    }

    @Override
    protected void drop(String name) {
        server.execute("postgres", "DROP ROLE " + name);
    }

    @Override
    protected boolean canLogin(String name, String password) {
        return server.canLogin(name, password, "postgres");
    }

    @Override
    protected String statement() {
        return "ALTER USER CURRENT_USER PASSWORD '{{password}}'";
    }
}
