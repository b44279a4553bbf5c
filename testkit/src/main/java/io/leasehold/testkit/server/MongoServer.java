package io.leasehold.testkit.server;

/**
 * A real MongoDB for tests, in a container, on 127.0.0.1 and a free port, that asks for logins. The admin has the role
 * {@code root} in the database {@code admin} and a random password.
 *
 * <p>Needs Docker, and Testcontainers and MongoDB's sync driver on the class path. Its methods are for one thread.
 */
public final class MongoServer implements AutoCloseable {

    static final String ADMIN = "leasehold_root";

    private final ServerControl control;
    private final String adminPassword;

    MongoServer(ServerControl control, String adminPassword) {
        this.control = control;
        this.adminPassword = adminPassword;
    }

    /**
     * Starts a server.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static MongoServer start() {
        if (!Containers.available()) {
            throw Servers.missing(Servers.MONGODB, "no Docker engine with Testcontainers on the class path answers");
        }
        return Containers.mongoDb();
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
     * The admin, who may do everything and logs in at the database {@code admin}.
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

    /** Ends the server in good order; the data stays. Does nothing when it is down. */
    public void stop() {
        control.stop();
    }

    /** Starts the server again on the same port and data, after stopping it if it runs. */
    public void restart() {
        control.stop();
        control.start();
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
}
