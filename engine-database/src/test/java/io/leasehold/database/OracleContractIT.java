package io.leasehold.database;

import io.leasehold.database.internal.oracle.StandInOraclePlugin;
import io.leasehold.database.oracle.StandInOracle;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The Oracle plugin keeps the contract of database plugins, with the stand-in in place of Oracle's driver. */
class OracleContractIT extends OracleContract {

    private static final int DENIED = 1017;
    private static final int LOCKED = 28000;

    private final StandInOracle server = StandInOracle.INSTANCE;

    @Override
    public String pluginName() {
        return StandInOraclePlugin.NAME;
    }

    @Override
    public String connectionUrl() {
        return "{{username}}/{{password}}@//db.example.com:1521/orclpdb1";
    }

    @Override
    public String adminUser() {
        return StandInOracle.ADMIN;
    }

    @Override
    public String adminPassword() {
        return server.adminPassword();
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        return UserSession.jdbc(() -> connect(user, password));
    }

    private Connection connect(String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        try {
            return server.connect("jdbc:oracle:thin:@", properties);
        } catch (SQLException failure) {
            throw failure.getErrorCode() == DENIED || failure.getErrorCode() == LOCKED
                    ? new SQLException(failure.getMessage(), "28000", failure.getErrorCode())
                    : failure;
        }
    }

    @Override
    public void createAccount(String name, String password) {
        server.createUser(name.toUpperCase(java.util.Locale.ROOT), password);
    }

    @Override
    public void removeAccount(String account) {
        server.dropUser(account.toUpperCase(java.util.Locale.ROOT));
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
                server.goDown();
            }

            @Override
            public void end() {
                server.comeBack();
            }
        });
    }
}
