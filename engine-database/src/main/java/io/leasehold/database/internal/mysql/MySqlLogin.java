package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.LoginAnswer;
import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.connection.MySqlAddress;
import io.leasehold.database.internal.connection.MySqlTls;
import io.leasehold.secret.SecretText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Opens connections with the administrator's login. User name and password go to the driver as properties, so that no
 * character in them has a meaning and neither shows in a URL. Thread-safe.
 */
final class MySqlLogin implements AutoCloseable {

    /** Milliseconds for the TCP connection. */
    private static final String CONNECT_MILLIS = "5000";

    /** Milliseconds for each answer during the login; steps set limits of their own. */
    private static final String LOGIN_MILLIS = "10000";

    /** For a login that is only tried. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /**
     * What the escaping of values relies on, and UTC. {@code REPLACE} leaves the other modes of the server as they are; a
     * comma too many is ignored.
     */
    private static final String SESSION = "SET SESSION sql_mode ="
            + " REPLACE(REPLACE(REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', ''), 'ANSI_QUOTES', ''), 'ANSI', ''),"
            + " SESSION time_zone = '+00:00'";

    private final MySqlDriver product;
    private final Driver driver;
    private final MySqlAddress address;
    private final String username;
    private final SecretText password;
    private final MySqlTls tls;
    private final boolean tlsChosen;
    private final TlsStores stores;

    MySqlLogin(MySqlAddress address, String username, SecretText password, MySqlOptions options) {
        this.product = MySqlDriver.choose(address.mariaDbDriver());
        this.driver = product.load();
        this.address = address;
        this.username = username;
        this.password = password;
        TlsMaterial material = TlsMaterial.of(options);
        Optional<MySqlTls> chosen = tls(address, options, material);
        this.tls = chosen.orElse(MySqlTls.PREFERRED);
        this.tlsChosen = chosen.isPresent();
        this.stores = new TlsStores(material);
    }

    /** Certificates ask for verification, unless the address or a field says otherwise. */
    private static Optional<MySqlTls> tls(MySqlAddress address, MySqlOptions options, TlsMaterial material) {
        if (options.skipsVerification()) {
            return Optional.of(MySqlTls.REQUIRED);
        }
        if (address.tls().isPresent()) {
            return address.tls();
        }
        boolean certificates = !material.trusted().isEmpty() || material.own().isPresent();
        return certificates ? Optional.of(MySqlTls.VERIFY_IDENTITY) : Optional.empty();
    }

    /** Opens a connection. */
    Connection open() throws SQLException {
        Connection connection = connect(url(address.hosts(), address.database()), properties(username, password));
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /**
     * Logs in to one host of the address as somebody else, without a database, to which the account may have no right.
     *
     * <p>Not to be told from a wrong password (1045): a name that has no account for the host that this process connects from, and
     * an account that asks for TLS or a certificate which this connection does not have.
     */
    LoginAnswer tryLogin(String host, String user, SecretText secret, Duration timeLimit) throws SQLException {
        Properties properties = properties(user, secret);
        String millis = Long.toString(Math.max(1, Math.min(LONGEST.toMillis(), timeLimit.toMillis())));
        properties.setProperty("connectTimeout", millis);
        properties.setProperty("socketTimeout", millis);
        connect(url(host, ""), properties).close();
        return LoginAnswer.TAKEN;
    }

    /** Whom the server is told that this is. */
    String username() {
        return username;
    }

    /** The hosts of the address, each as {@code host:port}. */
    List<String> hosts() {
        return List.of(address.hosts().split(","));
    }

    private Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver does not take the URL", "08001");
        }
        return connection;
    }

    /** What hides this login in messages. */
    Masker masker() {
        return Masker.of(password.reveal(), stores.password());
    }

    @Override
    public void close() {
        stores.close();
    }

    private String url(String hosts, String database) {
        return product.scheme() + "//" + hosts + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Properties properties(String user, SecretText secret) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", CONNECT_MILLIS);
        properties.setProperty("socketTimeout", LOGIN_MILLIS);
        address.properties().forEach(properties::setProperty);
        properties.setProperty("user", user);
        properties.setProperty("password", secret.reveal());
        // One statement per execution, whatever a value may hold.
        properties.setProperty("allowMultiQueries", "false");
        if (product == MySqlDriver.CONNECTOR_J) {
            connectorJ(properties);
        } else {
            mariaDb(properties);
        }
        return properties;
    }

    private void connectorJ(Properties properties) {
        if (tlsChosen) {
            properties.setProperty("sslMode", tls.name());
        }
        stores.trusted().ifPresent(file -> {
            properties.setProperty("trustCertificateKeyStoreUrl", url(file));
            properties.setProperty("trustCertificateKeyStoreType", TlsStores.TYPE);
            properties.setProperty("trustCertificateKeyStorePassword", stores.password());
            properties.setProperty("fallbackToSystemTrustStore", "false");
        });
        stores.own().ifPresent(file -> {
            properties.setProperty("clientCertificateKeyStoreUrl", url(file));
            properties.setProperty("clientCertificateKeyStoreType", TlsStores.TYPE);
            properties.setProperty("clientCertificateKeyStorePassword", stores.password());
        });
    }

    private void mariaDb(Properties properties) {
        if (tlsChosen) {
            properties.setProperty("sslMode", tls.mariaDb());
        }
        stores.trusted().ifPresent(file -> {
            properties.setProperty("trustStore", file.toString());
            properties.setProperty("trustStoreType", TlsStores.TYPE);
            properties.setProperty("trustStorePassword", stores.password());
        });
        stores.own().ifPresent(file -> {
            properties.setProperty("keyStore", file.toString());
            properties.setProperty("keyStoreType", TlsStores.TYPE);
            properties.setProperty("keyStorePassword", stores.password());
        });
    }

    private static String url(Path file) {
        return file.toUri().toString();
    }
}
