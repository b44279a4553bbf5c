package io.leasehold.database.internal.oracle;

import io.leasehold.database.internal.admin.LoginAnswer;
import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.RefusedLogin;
import io.leasehold.database.internal.connection.OracleAddress;
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
final class OracleLogin {

    private static final String DRIVER = "oracle.jdbc.OracleDriver";
    private static final String COORDINATES = "com.oracle.database.jdbc:ojdbc17:23.26.3.0.0";

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Driver driver;
    private final OracleAddress address;
    private final String username;
    private final SecretText password;

    OracleLogin(Driver driver, OracleAddress address, String username, SecretText password) {
        this.driver = driver;
        this.address = address;
        this.username = username;
        this.password = password;
    }

    /** Opens a connection. */
    Connection open() throws SQLException {
        return connect(username, password, LONGEST);
    }

    /** Logs in as somebody else. */
    LoginAnswer tryLogin(String user, SecretText secret, Duration timeLimit) throws SQLException {
        connect(user, secret, timeLimit.compareTo(LONGEST) < 0 ? timeLimit : LONGEST)
                .close();
        return LoginAnswer.TAKEN;
    }

    /** Where it leads, for messages. */
    String place() {
        return address.identity();
    }

    /** What hides this login in messages. */
    Masker masker() {
        return Masker.of(password.reveal());
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
                    "plugin_name", "the Oracle driver is missing: add the dependency " + COORDINATES);
        }
    }

    private Connection connect(String user, SecretText secret, Duration timeLimit) throws SQLException {
        Properties properties = new Properties();
        String millis = Long.toString(Math.max(1, timeLimit.toMillis()));
        properties.setProperty("oracle.net.CONNECT_TIMEOUT", millis);
        properties.setProperty("oracle.jdbc.ReadTimeout", millis);
        properties.setProperty("user", OracleText.login(user));
        properties.setProperty("password", secret.reveal());
        try {
            Connection connection = driver.connect(address.jdbcUrl(), properties);
            if (connection == null) {
                throw new SQLException("the Oracle driver does not take the URL", "08001");
            }
            return connection;
        } catch (SQLException failure) {
            throw RefusedLogin.told(failure, OracleFailure::of);
        }
    }
}
