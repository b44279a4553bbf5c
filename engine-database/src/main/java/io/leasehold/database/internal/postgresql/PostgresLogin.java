package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.LoginAnswer;
import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.connection.PostgresAddress;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.postgresql.PGConnection;

/**
 * Opens connections with the administrator's login. User name and password go to the driver as properties, so that no
 * character in them has a meaning and neither shows in a URL. Immutable.
 */
final class PostgresLogin {

    private static final String DRIVER = "org.postgresql.Driver";
    private static final String COORDINATES = "org.postgresql:postgresql:42.7.14";

    /** Seconds for the TCP connection, and for each answer during the login. */
    private static final String CONNECT_SECONDS = "5";

    private static final String LOGIN_SECONDS = "10";

    /** For a login that is only tried. */
    private static final int LONGEST_SECONDS = 10;

    /** The first is relied on by the escaping of values; the other two keep an administrator's own settings out. */
    private static final String SESSION = """
            SELECT pg_catalog.set_config('standard_conforming_strings', 'on', false),
                   pg_catalog.set_config('TimeZone', 'UTC', false),
                   pg_catalog.set_config('default_transaction_isolation', 'read committed', false)""";

    private final Driver driver;
    private final PostgresAddress address;
    private final String username;
    private final SecretText password;
    private final String applicationName;

    PostgresLogin(PostgresAddress address, String username, SecretText password, String applicationName) {
        this.driver = driver();
        this.address = address;
        this.username = username;
        this.password = password;
        this.applicationName = applicationName;
    }

    /** Opens a connection to the database of the address. */
    Connection open() throws SQLException {
        return open(address.database());
    }

    /** Opens a connection to another database of the same server. */
    Connection open(String database) throws SQLException {
        Connection connection = connect(url(address.hosts(), database), properties(username, password));
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /**
     * Logs in to one host of the address as somebody else. Nothing is asked of the session, and nothing set: an account may
     * have no right to either. A standby may be behind, so that it takes an old password; what it takes proves nothing.
     *
     * <p>Not to be told from a wrong password: the password of a role whose {@code VALID UNTIL} has passed, or that has none.
     * Without meaning where the server asks for no password ({@code trust}, {@code peer}, {@code cert}).
     */
    LoginAnswer tryLogin(String host, String user, SecretText secret, Duration timeLimit) throws SQLException {
        Properties properties = properties(user, secret);
        // What a host is for is asked by a query, which reads "primary" as "lets this account write".
        properties.remove("targetServerType");
        properties.remove("loginTimeout");
        int seconds = (int)
                Math.max(1, Math.min(LONGEST_SECONDS, timeLimit.plusMillis(999).toSeconds()));
        properties.setProperty("connectTimeout", Integer.toString(seconds));
        properties.setProperty("socketTimeout", Integer.toString(seconds));
        try (Connection connection = connect(url(host, address.database()), properties)) {
            // The server reports it with every login since version 14.
            String standby = connection.unwrap(PGConnection.class).getParameterStatus("in_hot_standby");
            return "on".equals(standby) ? LoginAnswer.NONE : LoginAnswer.TAKEN;
        }
    }

    /** The hosts of the address, each as {@code host:port}. */
    List<String> hosts() {
        return List.of(address.hosts().split(","));
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
                    "plugin_name", "the PostgreSQL driver is missing: add the dependency " + COORDINATES);
        }
    }

    private Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException("the PostgreSQL driver does not take the URL", "08001");
        }
        return connection;
    }

    private static String url(String hosts, String database) {
        return "jdbc:postgresql://" + hosts + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Properties properties(String user, SecretText secret) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", LOGIN_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", applicationName);
        // Otherwise each CREATE ROLE makes the driver forget its prepared statements, and the server plan them anew.
        // They
        // read nothing but the catalogue, whose columns no statement changes.
        properties.setProperty("flushCacheOnDdl", "false");
        address.properties().forEach(properties::setProperty);
        // After those of the address, so that none of them can bring these back.
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("user", user);
        if (!secret.matches("")) {
            properties.setProperty("password", secret.reveal());
        }
        return properties;
    }
}
