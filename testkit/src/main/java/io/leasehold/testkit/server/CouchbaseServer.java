package io.leasehold.testkit.server;

/**
 * A real Couchbase for tests, in a container, on 127.0.0.1 and a free port, one node with the data
 * service, whose management port speaks plain HTTP. The admin is the cluster's first, {@code Administrator}, with a random password.
 *
 * <p>Needs Docker, and Testcontainers on the class path. Its methods are for one thread.
 */
public final class CouchbaseServer implements AutoCloseable {

    static final String ADMIN = "Administrator";

    private final ServerControl control;
    private final String adminPassword;

    CouchbaseServer(ServerControl control, String adminPassword) {
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
    public static CouchbaseServer start() {
        if (!Containers.available()) {
            throw Servers.missing(Servers.COUCHBASE, "no Docker engine with Testcontainers on the class path answers");
        }
        return Containers.couchbase();
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
