package io.leasehold.database;

import io.leasehold.database.mssql.StandInSqlServer;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.FaultyProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The SQL Server plugin keeps the contract of database plugins, with the stand-in as its server. */
class SqlServerContractIT extends DatabasePluginContract {

    private static final int LOGIN_FAILED = 18456;

    private static StandInSqlServer server;

    private FaultyProxy proxy;

    @BeforeAll
    static void start() {
        server = StandInSqlServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    StandInSqlServer server() {
        return server;
    }

    private FaultyProxy proxy() {
        if (proxy == null) {
            proxy = FaultyProxy.to("127.0.0.1", server().port());
        }
        return proxy;
    }

    @Override
    public void release() {
        proxy().close();
    }

    @Override
    public String pluginName() {
        return "mssql-database-plugin";
    }

    @Override
    public String connectionUrl() {
        return "sqlserver://{{username}}:{{password}}@" + proxy().host() + ":" + proxy().port()
                + "/erp?encrypt=disable";
    }

    @Override
    public String adminUser() {
        return server().adminUser();
    }

    @Override
    public String adminPassword() {
        return server().adminPassword();
    }

    @Override
    public List<String> creationStatements() {
        return List.of("CREATE LOGIN [{{name}}] WITH PASSWORD = '{{password}}';"
                + " USE erp; CREATE USER [{{name}}] FOR LOGIN [{{name}}]; GRANT SELECT TO [{{name}}];");
    }

    @Override
    public List<String> failingStatements() {
        return List.of(
                "CREATE LOGIN [{{name}}] WITH PASSWORD = '{{password}}'", "GRANT SELECT ON no_such_table TO [{{name}}]");
    }

    static Connection connect(int port, String user, String password) throws SQLException {
        try {
            return DriverManager.getConnection(
                    "jdbc:sqlserver://127.0.0.1:" + port + ";encrypt=false;loginTimeout=10", user, password);
        } catch (SQLException failure) {
            throw failure.getErrorCode() == LOGIN_FAILED
                    ? new SQLException(failure.getMessage(), "28000", LOGIN_FAILED)
                    : failure;
        }
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        return UserSession.jdbc(() -> connect(server().port(), user, password));
    }

    @Override
    public void createAccount(String name, String password) {
        server().createLogin(name, password);
    }

    @Override
    public void removeAccount(String account) {
        server().removeLogin(account);
    }

    @Override
    public Set<String> accounts() {
        return server().logins();
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
