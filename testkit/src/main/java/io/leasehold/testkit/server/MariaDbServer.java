package io.leasehold.testkit.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real MariaDB for tests. */
public final class MariaDbServer extends MySqlCompatibleServer {

    MariaDbServer(ServerControl control, String adminPassword, @Nullable TestCertificates certificates) {
        super(control, adminPassword, certificates, "");
    }

    /**
     * Starts a server.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static MariaDbServer start() {
        return start(Map.of());
    }

    /**
     * Starts a server with settings beside the fixture's own.
     *
     * @param settings system variables, such as {@code max_connections}
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static MariaDbServer start(Map<String, String> settings) {
        return MariaDbLauncher.launch(settings, false);
    }

    /**
     * Starts a server that also speaks TLS, with a certificate for {@code localhost} and {@code 127.0.0.1} from an authority
     * of its own, and takes certificates of that authority from clients.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static MariaDbServer startWithTls() {
        return MariaDbLauncher.launch(Map.of(), true);
    }

    @Override
    String url(String database) {
        return url(host(), port(), database);
    }

    static String url(String host, int port, String database) {
        String scheme = hasDriver("org.mariadb.") ? "jdbc:mariadb://" : "jdbc:mysql://";
        return scheme + host + ":" + port + "/" + database;
    }
}
