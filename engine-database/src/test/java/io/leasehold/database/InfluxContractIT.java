package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.InfluxServer;
import io.leasehold.testkit.server.SharedServers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The InfluxDB plugin keeps the contract of database plugins. */
class InfluxContractIT extends DatabasePluginContract {

    private final InfluxServer server = SharedServers.influxDb();
    private final FaultyProxy proxy = FaultyProxy.to(server.host(), server.port());

    @Override
    public void release() {
        proxy.close();
    }

    @Override
    public String pluginName() {
        return "influxdb-database-plugin";
    }

    @Override
    public String connectionUrl() {
        return "http://" + proxy.host() + ":" + proxy.port();
    }

    @Override
    public String adminUser() {
        return server.adminUser();
    }

    @Override
    public String adminPassword() {
        return server.adminPassword();
    }

    @Override
    public List<String> creationStatements() {
        return List.of(
                "CREATE DATABASE contract",
                "CREATE USER \"{{name}}\" WITH PASSWORD '{{password}}'; GRANT READ ON contract TO \"{{username}}\";");
    }

    @Override
    public List<String> failingStatements() {
        return List.of(
                "CREATE USER \"{{name}}\" WITH PASSWORD '{{password}}'", "GRANT READ ON no_such_db TO \"{{name}}\"");
    }

    @Override
    public boolean hasDefaultStatements() {
        return true;
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        Session session = new Session(server, user, password);
        return session.isOpen() ? Optional.of(session) : Optional.empty();
    }

    /** Each request logs in anew: that is all that there is of a session. */
    private record Session(InfluxServer server, String user, String password) implements UserSession {

        @Override
        public boolean isOpen() {
            int status = server.query(user, password, "SHOW DATABASES").status();
            assertThat(status).isIn(200, 401);
            return status == 200;
        }

        @Override
        public void close() {}
    }

    @Override
    public void createAccount(String name, String password) {
        server.execute("CREATE USER \"" + name + "\" WITH PASSWORD '" + password + "'");
    }

    @Override
    public void removeAccount(String account) {
        server.execute("DROP USER \"" + account + "\"");
    }

    @Override
    public Set<String> accounts() {
        return server.users();
    }

    @Override
    public Optional<TargetOutage> outage() {
        return Optional.of(new TargetOutage() {
            @Override
            public void begin() {
                proxy.refuse();
            }

            @Override
            public void end() {
                proxy.pass();
            }
        });
    }
}
