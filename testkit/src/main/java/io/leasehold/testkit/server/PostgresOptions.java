package io.leasehold.testkit.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a {@link PostgresServer} is to be. Immutable; every method returns a changed copy.
 *
 * @param major the major version
 * @param tls whether it also speaks TLS, with a certificate for {@code localhost} and {@code 127.0.0.1} from an authority of
 *     its own, and takes certificates of that authority from clients
 * @param settings configuration parameters beside the fixture's own, which they override
 */
public record PostgresOptions(int major, boolean tls, Map<String, String> settings) {

    /** The major version where a test does not say. */
    public static final int DEFAULT_MAJOR = 18;

    /** Takes copies. */
    public PostgresOptions {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * The default version, without TLS and with no parameters set.
     *
     * @return the options
     */
    public static PostgresOptions defaults() {
        return new PostgresOptions(DEFAULT_MAJOR, false, Map.of());
    }

    /**
     * The default options with another version.
     *
     * @param major the major version, such as 15
     * @return the options
     */
    public static PostgresOptions version(int major) {
        return new PostgresOptions(major, false, Map.of());
    }

    /**
     * Switches TLS on.
     *
     * @return a changed copy
     */
    public PostgresOptions withTls() {
        return new PostgresOptions(major, true, settings);
    }

    /**
     * Sets a configuration parameter, such as {@code log_statement} to {@code all}.
     *
     * @param name its name
     * @param value its value, not quoted
     * @return a changed copy
     */
    public PostgresOptions with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        changed.put(name, value);
        return new PostgresOptions(major, tls, changed);
    }

    /**
     * Sets how many connections the server takes.
     *
     * @param connections 10 or more
     * @return a changed copy
     */
    public PostgresOptions maxConnections(int connections) {
        return with("max_connections", Integer.toString(connections));
    }
}
