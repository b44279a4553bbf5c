package io.leasehold.testkit.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real Cassandra for tests: one node, in a temporary folder, on this machine alone and a free port. The administrator is a
 * superuser with a random password. Roles and data survive {@link #restart()}.
 *
 * <p>Needs Cassandra's driver on the class path, and the class path of a server in the system property
 * {@code leasehold.cassandra.classpath}. Its methods are for one thread, except for {@link #connect} and {@link #execute}, which
 * any number of threads may call.
 */
public final class CassandraServer implements AutoCloseable {

    private static final String ADMIN = "cassandra";
    private static final String FIRST_PASSWORD = "cassandra";
    private static final Duration SETUP = Duration.ofSeconds(60);

    private final ServerControl control;
    private final String address;
    private final @Nullable TestCertificates certificates;
    private final String adminPassword = Passwords.random();

    /** Guarded by this; opened when it is first needed. */
    private @Nullable CqlSession admin;

    CassandraServer(ServerControl control, String address, @Nullable TestCertificates certificates) {
        this.control = control;
        this.address = address;
        this.certificates = certificates;
    }

    /**
     * Starts a server that sees every change of roles, passwords and rights at once, and takes a new password at any time.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when it cannot be run on this machine and is not required, see
     *     {@link Servers}
     */
    public static CassandraServer start() {
        return CassandraLauncher.launch(false, false);
    }

    /**
     * Starts a server as Cassandra is by itself: it remembers passwords, roles and rights for two seconds, and takes a new
     * password of a role five seconds after the last one.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when it cannot be run on this machine and is not required, see
     *     {@link Servers}
     */
    public static CassandraServer startWithCaches() {
        return CassandraLauncher.launch(false, true);
    }

    /**
     * Starts a server that speaks TLS only, with a certificate for {@code localhost} and {@code 127.0.0.1} from an authority of
     * its own. It listens at 127.0.0.2, which the certificate does not name; a {@link FaultyProxy} is at an address that it
     * does. {@link #connect} and what uses it do not work with it, and the administrator has the password
     * {@code cassandra}.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when it cannot be run on this machine and is not required, see
     *     {@link Servers}
     */
    public static CassandraServer startWithTls() {
        return CassandraLauncher.launch(true, false);
    }

    /** Gives the administrator its password, as soon as the server has made it. */
    void takeOver() {
        if (certificates != null) {
            return;
        }
        awaitLogin(FIRST_PASSWORD);
        try (CqlSession first = CassandraSessions.open(address, port(), ADMIN, FIRST_PASSWORD)) {
            first.execute("ALTER ROLE " + ADMIN + " WITH PASSWORD = '" + adminPassword + "'");
        }
        // It may remember the first one for a while.
        awaitLogin(adminPassword);
    }

    private void awaitLogin(String password) {
        Awaitility.await("a login of the administrator")
                .atMost(SETUP)
                .ignoreExceptionsInstanceOf(DriverException.class)
                .until(() -> {
                    CassandraSessions.open(address, port(), ADMIN, password).close();
                    return true;
                });
    }

    /**
     * The certificate of the authority that signed the server's.
     *
     * @return a PEM file
     * @throws IllegalStateException when the server was started without TLS
     */
    public Path caCertificate() {
        if (certificates == null) {
            throw new IllegalStateException("the server was started without TLS");
        }
        return certificates.authority();
    }

    /**
     * The address.
     *
     * @return an IP address
     */
    public String host() {
        return address;
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
     * The administrator, a superuser.
     *
     * @return its name
     */
    public String adminUser() {
        return ADMIN;
    }

    /**
     * The administrator's password.
     *
     * @return random text of letters, digits, hyphens and underscores
     */
    public String adminPassword() {
        return certificates == null ? adminPassword : FIRST_PASSWORD;
    }

    /**
     * Logs in.
     *
     * @param user the user
     * @param password its password
     * @return a session for the caller to close
     * @throws DriverException when the server refuses the login or is down
     */
    public CqlSession connect(String user, String password) {
        return CassandraSessions.open(address, port(), user, password);
    }

    /**
     * Runs a statement as administrator.
     *
     * @param cql the statement
     * @return the rows of its answer
     * @throws DriverException when the server refuses the statement or is down
     */
    public List<Row> execute(String cql) {
        return admin().execute(cql).all();
    }

    private synchronized CqlSession admin() {
        if (admin == null) {
            admin = connect(ADMIN, adminPassword());
        }
        return admin;
    }

    private synchronized void forgetAdmin() {
        if (admin != null) {
            admin.close();
            admin = null;
        }
    }

    /**
     * All roles, the administrator included.
     *
     * @return their names
     */
    public Set<String> roles() {
        Set<String> names = new LinkedHashSet<>();
        execute("LIST ROLES").forEach(row -> names.add(row.getString("role")));
        return names;
    }

    /** Ends the server in good order. Does nothing when it is down. */
    public void stop() {
        forgetAdmin();
        control.stop();
    }

    /** Starts the server again on the same port, after stopping it if it runs. */
    public void restart() {
        stop();
        control.start();
        awaitLogin(adminPassword());
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
     * Everything that the server has logged.
     *
     * @return the log since the first start
     */
    public String logText() {
        return control.logText();
    }

    /** Ends the server and deletes its folder. May be called repeatedly. */
    @Override
    public void close() {
        forgetAdmin();
        control.close();
    }
}
