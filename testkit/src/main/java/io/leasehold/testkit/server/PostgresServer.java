package io.leasehold.testkit.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL for tests, in a temporary folder, on 127.0.0.1 and a free port. Every login needs its right password, the
 * admin's too. {@code fsync} is off unless the options say otherwise: what was committed survives {@link #kill()}, not a
 * power failure of the machine.
 *
 * <p>Needs the PostgreSQL JDBC driver on the class path. Its methods are for one thread, except for connecting, which any
 * number of threads may do.
 */
public final class PostgresServer implements AutoCloseable {

    private final ServerControl control;
    private final PostgresOptions options;
    private final String adminPassword;
    private final @Nullable TestCertificates certificates;

    PostgresServer(
            ServerControl control,
            PostgresOptions options,
            String adminPassword,
            @Nullable TestCertificates certificates) {
        this.control = control;
        this.options = options;
        this.adminPassword = adminPassword;
        this.certificates = certificates;
    }

    /**
     * Starts a server with the default options.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static PostgresServer start() {
        return start(PostgresOptions.defaults());
    }

    /**
     * Starts a server.
     *
     * @param options its version and settings
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none of that version on this machine and none is required,
     *     see {@link Servers}
     */
    public static PostgresServer start(PostgresOptions options) {
        return PostgresLauncher.launch(options);
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
     * The major version.
     *
     * @return such as 18
     */
    public int major() {
        return options.major();
    }

    /**
     * The URL of a database, without credentials.
     *
     * @param database the database
     * @return a URL for the PostgreSQL driver
     */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * The superuser.
     *
     * @return its name
     */
    public String adminUser() {
        return PostgresTemplate.ADMIN;
    }

    /**
     * The superuser's password.
     *
     * @return random text of letters, digits, hyphens and underscores
     */
    public String adminPassword() {
        return adminPassword;
    }

    /**
     * The certificate of the authority that signed the server's.
     *
     * @return a PEM file, for {@code sslrootcert}
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

    private TestCertificates certificates() {
        if (certificates == null) {
            throw new IllegalStateException("the server was started without TLS");
        }
        return certificates;
    }

    /**
     * Connects as superuser.
     *
     * @param database the database
     * @return a connection for the caller to close
     * @throws SQLException when the server is down or has no such database
     */
    public Connection admin(String database) throws SQLException {
        return Sql.connect(jdbcUrl(database), adminUser(), adminPassword);
    }

    /**
     * Runs statements as superuser, one by one.
     *
     * @param database the database
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
        execute("postgres", "CREATE DATABASE " + quote(name));
        return name;
    }

    /**
     * Tries a login.
     *
     * @param user the user
     * @param password its password
     * @param database the database
     * @return false when the server refuses it (SQLSTATE class 28)
     * @throws IllegalStateException when it is neither taken nor refused: the server is down, the database missing
     */
    public boolean canLogin(String user, String password, String database) {
        return Sql.canLogin(jdbcUrl(database), user, password);
    }

    /**
     * Whether a role exists, with or without login.
     *
     * @param name its exact name
     * @return true when it does
     */
    public boolean roleExists(String name) {
        try (Connection admin = admin("postgres")) {
            return Sql.exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = ?", name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look for the role " + name, e);
        }
    }

    /** Ends the server in good order, open sessions with it; the data stays. Does nothing when it is down. */
    public void stop() {
        control.stop();
    }

    /** Starts the server again on the same port and data, after stopping it if it runs. */
    public void restart() {
        control.stop();
        control.start();
    }

    /** Ends the server and all its sessions at once (SIGKILL). The data stays; {@link #restart()} recovers it. */
    public void kill() {
        control.kill();
    }

    /** Freezes the server and all its sessions (SIGSTOP): connections stay open and nothing answers. */
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

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
