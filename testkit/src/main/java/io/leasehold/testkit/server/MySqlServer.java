package io.leasehold.testkit.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real MySQL of Oracle's for tests: one that {@code .ci/fetch-debian} of the project fetched, or the machine's own. It always
 * speaks TLS, with a certificate that it made for itself unless it is started {@linkplain #startWithTls() with another}.
 */
public final class MySqlServer extends MySqlCompatibleServer {

    /** MariaDB's driver asks for the key that the password is sent under only if it is told to; Connector/J speaks TLS. */
    private static final String MARIADB_PARAMETERS = "?allowPublicKeyRetrieval=true";

    MySqlServer(ServerControl control, String adminPassword, @Nullable TestCertificates certificates) {
        super(control, adminPassword, certificates, MARIADB_PARAMETERS);
    }

    /**
     * Starts a server.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static MySqlServer start() {
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
    public static MySqlServer start(Map<String, String> settings) {
        return MySqlLauncher.launch(settings, false);
    }

    /**
     * Starts a server with a certificate for {@code localhost} and {@code 127.0.0.1} from an authority of its own, which takes
     * certificates of that authority from clients.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static MySqlServer startWithTls() {
        return MySqlLauncher.launch(Map.of(), true);
    }

    @Override
    String url(String database) {
        return url(host(), port(), database);
    }

    /**
     * Connector/J where it is there: a name without an account is shown a plugin at random, lest it be told from others, and
     * MariaDB's driver does not know all of them.
     */
    static String url(String host, int port, String database) {
        String address = host + ":" + port + "/" + database;
        return hasDriver("com.mysql.") ? "jdbc:mysql://" + address : "jdbc:mariadb://" + address + MARIADB_PARAMETERS;
    }
}
