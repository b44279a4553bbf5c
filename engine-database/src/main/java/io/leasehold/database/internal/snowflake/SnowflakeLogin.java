package io.leasehold.database.internal.snowflake;

import io.leasehold.database.internal.admin.LoginAnswer;
import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.RefusedLogin;
import io.leasehold.database.internal.connection.SnowflakeAddress;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.security.PrivateKey;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** Opens connections with the administrator's login, which goes to the driver as properties. Thread-safe. */
final class SnowflakeLogin {

    private static final String DRIVER = "net.snowflake.client.api.driver.SnowflakeDriver";
    private static final String COORDINATES = "net.snowflake:snowflake-jdbc-thin:4.3.3";
    private static final int DENIED = 390100;
    private static final long LOGIN_SECONDS = 10;

    private final Driver driver;
    private final SnowflakeAddress address;
    private final String username;
    private final SecretText password;
    private final Optional<PrivateKey> key;

    SnowflakeLogin(SnowflakeAddress address, String username, SecretText password, Optional<PrivateKey> key) {
        this.driver = driver();
        this.address = address;
        this.username = username;
        this.password = password;
        this.key = key;
    }

    /** Opens a connection. */
    Connection open() throws SQLException {
        Properties properties = properties(username);
        if (key.isPresent()) {
            properties.put("privateKey", key.get());
        } else {
            properties.setProperty("password", password.reveal());
        }
        return connect(properties);
    }

    /** Logs in as somebody else, by password. */
    LoginAnswer tryLogin(String user, SecretText secret, Duration timeLimit) throws SQLException {
        Properties properties = properties(user);
        properties.setProperty("password", secret.reveal());
        long seconds =
                Math.max(1, Math.min(LOGIN_SECONDS, timeLimit.plusMillis(999).toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(seconds));
        connect(properties).close();
        return LoginAnswer.TAKEN;
    }

    /** Only a wrong name or password is a refusal; a disabled user, or a forbidden address, says nothing of it. */
    static LoginAnswer read(SQLException failure) {
        return failure.getErrorCode() == DENIED ? LoginAnswer.REFUSED : LoginAnswer.NONE;
    }

    /** Where it leads, for messages. */
    String place() {
        return address.identity();
    }

    /** What hides this login in messages. */
    Masker masker() {
        return Masker.of(password.reveal());
    }

    private static Driver driver() {
        try {
            return Class.forName(DRIVER)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException missing) {
            throw new InvalidRequestException(
                    "plugin_name", "the Snowflake driver is missing: add the dependency " + COORDINATES);
        }
    }

    private Connection connect(Properties properties) throws SQLException {
        try {
            Connection connection = driver.connect(address.jdbcUrl(), properties);
            if (connection == null) {
                throw new SQLException("the Snowflake driver does not take the URL", "08001");
            }
            return connection;
        } catch (SQLException failure) {
            throw RefusedLogin.told(failure, SnowflakeFailure::of);
        }
    }

    private Properties properties(String user) {
        Properties properties = new Properties();
        properties.setProperty("loginTimeout", Long.toString(LOGIN_SECONDS));
        address.properties().forEach(properties::setProperty);
        // Without Arrow, which needs the internals of the Java runtime opened.
        properties.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
        // Otherwise the driver asks the metadata services of all clouds for itself at its first login.
        properties.setProperty("disablePlatformDetection", "true");
        // Its default of seven goes on for a minute, whatever the limit of the call: the broker tries again itself. 0
        // is no limit.
        properties.setProperty("maxHttpRetries", "1");
        properties.setProperty("user", user);
        return properties;
    }
}
