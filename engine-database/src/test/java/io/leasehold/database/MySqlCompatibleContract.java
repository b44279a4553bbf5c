package io.leasehold.database;

import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.MySqlCompatibleServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The contract, for whichever server there is, through MySQL's driver. */
abstract class MySqlCompatibleContract extends DatabasePluginContract {

    private static final String CREATE_USER = "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'";

    final MySqlCompatibleServer server;
    private final FaultyProxy proxy;

    /** Where users log in, which is by another driver than the plugin's where that can tell all refusals. */
    abstract String userUrl();

    MySqlCompatibleContract(MySqlCompatibleServer server) {
        this.server = server;
        this.proxy = FaultyProxy.to(server.host(), server.port());
    }

    @Override
    public void release() {
        proxy.close();
    }

    @Override
    public String pluginName() {
        return "mysql-database-plugin";
    }

    @Override
    public String connectionUrl() {
        return "{{username}}:{{password}}@tcp(" + proxy.host() + ":" + proxy.port() + ")/";
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
        return List.of(CREATE_USER);
    }

    @Override
    public List<String> failingStatements() {
        return List.of(CREATE_USER, "GRANT SELECT ON no_such_database.no_such_table TO '{{name}}'@'%'");
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return UserSession.jdbc(() -> DriverManager.getConnection(userUrl(), properties));
    }

    @Override
    public void createAccount(String name, String password) {
        server.execute("", "CREATE USER " + name + " IDENTIFIED BY '" + password + "'");
    }

    @Override
    public void removeAccount(String account) {
        server.execute("", "DROP USER '" + account.replace("'", "''") + "'@'%'");
    }

    @Override
    public Set<String> accounts() {
        try (Connection admin = server.admin("");
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("SELECT User FROM mysql.user")) {
            Set<String> names = new HashSet<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot list the users", e);
        }
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

    /** The address of the proxy, for another driver. */
    String proxyAddress() {
        return proxy.host() + ":" + proxy.port();
    }
}
