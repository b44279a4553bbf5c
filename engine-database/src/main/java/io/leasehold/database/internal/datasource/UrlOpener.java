package io.leasehold.database.internal.datasource;

import io.leasehold.database.ConnectionOpener;
import io.leasehold.error.InvalidRequestException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** Opens connections through the driver of a JDBC URL. User and password go to the driver as properties. Thread-safe. */
public final class UrlOpener implements ConnectionOpener {

    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** PostgreSQL driver: "the maximum time to wait for establishing a connection", in seconds. */
    private static final String POSTGRESQL_LOGIN_TIMEOUT = "loginTimeout";

    private static final Set<String> CREDENTIALS = Set.of("user", "username", "password", "pwd", "uid");

    private static final Pattern CREDENTIALS_IN_URL =
            Pattern.compile("(?i)[?&;,(:]\\s*(?:user|username|password|pwd|uid)\\s*=|//[^/?;]*@");

    private final String url;
    private final Properties properties;
    private final Driver driver;
    private final IntSupplier loginTimeout;

    /**
     * Finds the driver.
     *
     * @param url the JDBC URL, without credentials
     * @param properties driver properties, without credentials
     * @param loginTimeout seconds that a connect may take, 0 for no limit; asked at each connect
     * @throws InvalidRequestException when there are credentials in the URL or the properties, or no driver takes the URL
     */
    public UrlOpener(String url, Map<String, String> properties, IntSupplier loginTimeout) {
        if (CREDENTIALS_IN_URL.matcher(url).find()) {
            throw new InvalidRequestException(
                    "url", "holds a user or password; leave them out, they come from the secret with every connect");
        }
        this.url = url;
        this.properties = new Properties();
        properties.forEach((name, value) -> {
            if (CREDENTIALS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new InvalidRequestException(
                        "properties", "hold '" + name + "'; leave it out, it comes from the secret with every connect");
            }
            this.properties.setProperty(name, value);
        });
        this.loginTimeout = loginTimeout;
        this.driver = driverOf(url);
    }

    private static Driver driverOf(String url) {
        try {
            return DriverManager.getDriver(url);
        } catch (SQLException notRegistered) {
            // DriverManager looks for drivers once, and shows a caller only those of its own class loader.
            for (Driver driver : ServiceLoader.load(Driver.class, UrlOpener.class.getClassLoader())) {
                if (accepts(driver, url)) {
                    return driver;
                }
            }
            throw new InvalidRequestException(
                    "url",
                    "no JDBC driver on the class path takes '" + url + "'; add the driver's artifact",
                    notRegistered);
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public Connection open(String username, String password) throws SQLException {
        Properties login = new Properties();
        login.putAll(properties);
        login.setProperty("user", username);
        login.setProperty("password", password);
        int seconds = loginTimeout.getAsInt();
        if (seconds > 0 && url.startsWith(POSTGRESQL)) {
            login.putIfAbsent(POSTGRESQL_LOGIN_TIMEOUT, Integer.toString(seconds));
        }
        Connection connection = driver.connect(url, login);
        if (connection == null) {
            throw new SQLException(
                    "the driver " + driver.getClass().getName() + " refuses the URL '" + url + "'", "08001");
        }
        return connection;
    }
}
