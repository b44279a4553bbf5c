package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.admin.LoginAnswer;
import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.RefusedLogin;
import io.leasehold.database.internal.connection.MsSqlAddress;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Opens connections with the administrator's login. User name and password go to the driver as properties, so that no
 * character in them has a meaning and neither shows in a URL. Thread-safe.
 */
final class MsSqlLogin {

    private static final String DRIVER = "com.microsoft.sqlserver.jdbc.SQLServerDriver";
    private static final String COORDINATES = "com.microsoft.sqlserver:mssql-jdbc:13.6.2.jre11";

    private static final long LOGIN_SECONDS = 10;

    private final Driver driver;
    private final MsSqlAddress address;
    private final String username;
    private final SecretText password;
    private final String applicationName;

    MsSqlLogin(MsSqlAddress address, String username, SecretText password, String applicationName) {
        this.driver = driver();
        this.address = address;
        this.username = username;
        this.password = password;
        this.applicationName = applicationName;
    }

    /** Opens a connection to the database of the address. */
    Connection open() throws SQLException {
        Properties properties = properties(username, password);
        if (!address.database().isEmpty()) {
            properties.setProperty("databaseName", address.database());
        }
        return connect(properties);
    }

    /** Logs in as somebody else: to the default database of a login, to the database of the address for its own users. */
    LoginAnswer tryLogin(AccountKind kind, String user, SecretText secret, Duration timeLimit) throws SQLException {
        Properties properties = properties(user, secret);
        if (kind == AccountKind.CONTAINED_USER) {
            properties.setProperty("databaseName", address.database());
        }
        long seconds =
                Math.max(1, Math.min(LOGIN_SECONDS, timeLimit.plusMillis(999).toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(seconds));
        properties.setProperty("socketTimeout", Long.toString(seconds * 1000));
        connect(properties).close();
        return LoginAnswer.TAKEN;
    }

    /** Where it leads, for messages. */
    String place() {
        return address.identity();
    }

    /** What hides this login in messages. */
    Masker masker() {
        return Masker.of(password.reveal(), address.properties().getOrDefault("trustStorePassword", ""));
    }

    /** The driver, which is an optional dependency. */
    static Driver driver() {
        try {
            return Class.forName(DRIVER)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException missing) {
            throw new InvalidRequestException(
                    "plugin_name", "the SQL Server driver is missing: add the dependency " + COORDINATES);
        }
    }

    private Connection connect(Properties properties) throws SQLException {
        try {
            Connection connection = driver.connect("jdbc:sqlserver://", properties);
            if (connection == null) {
                throw new SQLException("the SQL Server driver does not take the URL", "08001");
            }
            return connection;
        } catch (SQLException failure) {
            throw RefusedLogin.told(failure, MsSqlFailure::of);
        }
    }

    private Properties properties(String user, SecretText secret) {
        Properties properties = new Properties();
        properties.setProperty("loginTimeout", Long.toString(LOGIN_SECONDS));
        properties.setProperty("socketTimeout", Long.toString(LOGIN_SECONDS * 1000));
        if (!applicationName.isEmpty()) {
            properties.setProperty("applicationName", applicationName);
        }
        address.properties().forEach(properties::setProperty);
        properties.setProperty("serverName", address.host());
        address.port().ifPresent(port -> properties.setProperty("portNumber", port));
        address.instance().ifPresent(name -> properties.setProperty("instanceName", name));
        // A session that is silently replaced would not have the locks of the old one.
        properties.setProperty("connectRetryCount", "0");
        properties.setProperty("user", user);
        properties.setProperty("password", secret.reveal());
        return properties;
    }
}
