package io.leasehold.testkit.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real server that speaks MySQL's protocol, for tests, in a temporary folder, on 127.0.0.1 and a free port. Every login needs
 * its right password; there are no anonymous users. What was committed survives {@link #kill()}, not a power failure of the
 * machine.
 *
 * <p>Needs MariaDB Connector/J or MySQL Connector/J on the class path. Its methods are for one thread, except for
 * connecting, which any number of threads may do.
 */
public abstract sealed class MySqlCompatibleServer implements AutoCloseable permits MariaDbServer, MySqlServer {

    /** The admin of both products. */
    static final String ADMIN = "root";

    private final ServerControl control;
    private final String adminPassword;
    private final @Nullable TestCertificates certificates;
    private final String parameters;

    MySqlCompatibleServer(
            ServerControl control, String adminPassword, @Nullable TestCertificates certificates, String parameters) {
        this.control = control;
        this.adminPassword = adminPassword;
        this.certificates = certificates;
        this.parameters = parameters;
    }

    /**
     * The certificate of the authority that signed the server's.
     *
     * @return a PEM file
     * @throws IllegalStateException when the server was started without TLS
     */
    public Path caCertificate() {
        return certificates().authority();
    }

    /**
     * The key of that authority, for certificates that the server takes from clients.
     *
     * @return a PEM file with a PKCS #8 key
     * @throws IllegalStateException when the server was started without TLS
     */
    public Path caKey() {
        return certificates().authorityKey();
    }

    /**
     * A certificate that the server takes from clients, with its key.
     *
     * @return a PEM file of the certificate, and one of its PKCS #8 key
     * @throws IllegalStateException when the server was started without TLS
     */
    public List<Path> clientCertificate() {
        return List.of(certificates().server(), certificates().serverKey());
    }

    private TestCertificates certificates() {
        if (certificates == null) {
            throw new IllegalStateException("the server was started without TLS");
        }
        return certificates;
    }

    /**
     * The address.
     *
     * @return an IP address
     */
    public String host() {
        return control.host();
    }

    /**
     * The port, the same over restarts.
     *
     * @return the TCP port
     */
    public int port() {
        return control.port();
    }

    /**
     * The URL of a database for MariaDB Connector/J, without credentials, with what the driver needs to log in without TLS.
     *
     * @param database the database; empty for none
     * @return the URL
     */
    public String jdbcUrl(String database) {
        return "jdbc:mariadb://" + host() + ":" + port() + "/" + database + parameters;
    }

    /**
     * The URL of a database for MySQL Connector/J, without credentials.
     *
     * @param database the database; empty for none
     * @return the URL
     */
    public String mysqlUrl(String database) {
        return "jdbc:mysql://" + host() + ":" + port() + "/" + database;
    }

    /**
     * The admin, who may do everything.
     *
     * @return its name
     */
    public String adminUser() {
        return ADMIN;
    }

    /**
     * The admin's password.
     *
     * @return random text of letters, digits, hyphens and underscores
     */
    public String adminPassword() {
        return adminPassword;
    }

    /**
     * Connects as admin, with whichever driver is on the class path.
     *
     * @param database the database; empty for none
     * @return a connection for the caller to close
     * @throws SQLException when the server is down or has no such database
     */
    public Connection admin(String database) throws SQLException {
        return Sql.connect(url(database), adminUser(), adminPassword);
    }

    /**
     * Runs statements as admin, one by one.
     *
     * @param database the database; empty for none
     * @param statements the statements
     */
    public void execute(String database, String... statements) {
        try (Connection admin = admin(database)) {
            Sql.execute(admin, statements);
        } catch (SQLException e) {
            throw new IllegalStateException("the admin's statement failed in " + database, e);
        }
    }

    /**
     * Creates an empty database.
     *
     * @param name its name
     * @return the same name
     */
    public String createDatabase(String name) {
        execute("", "CREATE DATABASE `" + name.replace("`", "``") + "`");
        return name;
    }

    /**
     * Tries a login.
     *
     * @param user the user
     * @param password its password
     * @param database the database; empty for none
     * @return false when the server refuses it (SQLSTATE class 28)
     * @throws IllegalStateException when it is neither taken nor refused: the server is down, the database missing
     */
    public boolean canLogin(String user, String password, String database) {
        return Sql.canLogin(url(database), user, password);
    }

    /**
     * Whether a user exists, for any host.
     *
     * @param name its exact name
     * @return true when it does
     */
    public boolean roleExists(String name) {
        try (Connection admin = admin("")) {
            return Sql.exists(admin, "SELECT 1 FROM mysql.user WHERE BINARY User = ?", name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look for the user " + name, e);
        }
    }

    /** Ends the server in good order; the data stays. Does nothing when it is down. */
    public void stop() {
        control.stop();
    }

    /** Starts the server again on the same port and data, after stopping it if it runs. */
    public void restart() {
        control.stop();
        control.start();
    }

    /** Ends the server at once (SIGKILL). The data stays; {@link #restart()} recovers it. */
    public void kill() {
        control.kill();
    }

    /** Freezes the server (SIGSTOP): connections stay open and nothing answers. */
    public void suspend() {
        control.suspend();
    }

    /** Lets the server go on (SIGCONT). */
    public void resume() {
        control.resume();
    }

    /**
     * Whether the server runs, suspended or not.
     *
     * @return true between a start and a stop
     */
    public boolean isRunning() {
        return control.isRunning();
    }

    /**
     * Everything that the server has logged.
     *
     * @return the log since the first start
     */
    public String logText() {
        return control.logText();
    }

    /** Ends the server and deletes its data. May be called repeatedly. */
    @Override
    public void close() {
        control.close();
    }

    /** The URL for the driver that suits the product best, of those on the class path. */
    abstract String url(String database);

    /** Whether a driver is on the class path. */
    static boolean hasDriver(String classPrefix) {
        return DriverManager.drivers()
                .anyMatch(driver -> driver.getClass().getName().startsWith(classPrefix));
    }
}
