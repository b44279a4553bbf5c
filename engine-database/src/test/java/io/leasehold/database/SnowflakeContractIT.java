package io.leasehold.database;

import io.leasehold.database.snowflake.StandInSnowflake;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.FaultyProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The Snowflake plugin keeps the contract of database plugins, with the stand-in as its service. */
class SnowflakeContractIT extends DatabasePluginContract {

    private static final Set<Integer> REFUSED = Set.of(390100, 390101);

    private static StandInSnowflake service;

    private FaultyProxy proxy;

    @BeforeAll
    static void start() {
        service = StandInSnowflake.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** The running stand-in. */
    static StandInSnowflake service() {
        return service;
    }

    private FaultyProxy proxy() {
        if (proxy == null) {
            proxy = FaultyProxy.to("127.0.0.1", service.port());
        }
        return proxy;
    }

    @Override
    public void release() {
        proxy().close();
    }

    @Override
    public String pluginName() {
        return "snowflake-database-plugin";
    }

    @Override
    public String connectionUrl() {
        return "{{username}}:{{password}}@" + proxy().host() + ":" + proxy().port() + "/db?account=acct&protocol=http";
    }

    @Override
    public String adminUser() {
        return StandInSnowflake.ADMIN;
    }

    @Override
    public String adminPassword() {
        return service.adminPassword();
    }

    @Override
    public List<String> creationStatements() {
        return List.of("CREATE USER \"{{name}}\" PASSWORD = '{{password}}' DAYS_TO_EXPIRY = {{expiration}};"
                + " GRANT ROLE READER TO USER \"{{name}}\";");
    }

    @Override
    public List<String> failingStatements() {
        return List.of(
                "CREATE USER \"{{name}}\" PASSWORD = '{{password}}'", "GRANT ROLE NO_SUCH_ROLE TO USER \"{{name}}\"");
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        return UserSession.jdbc(() -> connect(user, password));
    }

    private static Connection connect(String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("account", "acct");
        properties.setProperty("disablePlatformDetection", "true");
        properties.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
        try {
            return DriverManager.getConnection("jdbc:snowflake://http://127.0.0.1:" + service.port() + "/", properties);
        } catch (SQLException failure) {
            throw REFUSED.contains(failure.getErrorCode())
                    ? new SQLException(failure.getMessage(), "28000", failure.getErrorCode())
                    : failure;
        }
    }

    @Override
    public void createAccount(String name, String password) {
        service.createUser(name.toUpperCase(Locale.ROOT), Map.of("PASSWORD", password));
    }

    @Override
    public void removeAccount(String account) {
        service.dropUser(account);
    }

    @Override
    public Set<String> accounts() {
        return service.users();
    }

    @Override
    public Optional<TargetOutage> outage() {
        return Optional.of(new TargetOutage() {
            @Override
            public void begin() {
                proxy().refuse();
            }

            @Override
            public void end() {
                proxy().pass();
            }
        });
    }
}
