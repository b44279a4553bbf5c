package io.leasehold.testkit.server;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/**
 * What happens to a test whose server is missing on this machine: it is skipped with the reason, unless the environment
 * variable {@code LEASEHOLD_REQUIRE} (comma-separated: {@code postgresql}, {@code mariadb}, {@code mysql}, {@code redis}, {@code valkey},
 * {@code influxdb}, {@code cassandra}, {@code mongodb}, {@code elasticsearch}, {@code couchbase},
 * {@code moto}, {@code pkilint}, {@code openssl}, {@code curl}, {@code nginx},
 * {@code promtool}) names the server; then it fails, so that a build
 * that is meant to test against it cannot pass by skipping.
 */
public final class Servers {

    /** The name of PostgreSQL in {@code LEASEHOLD_REQUIRE}. */
    public static final String POSTGRESQL = "postgresql";

    /** The name of MariaDB in {@code LEASEHOLD_REQUIRE}. */
    public static final String MARIADB = "mariadb";

    /** The name of MySQL in {@code LEASEHOLD_REQUIRE}. */
    public static final String MYSQL = "mysql";

    /** The name of Redis in {@code LEASEHOLD_REQUIRE}. */
    public static final String REDIS = "redis";

    /** The name of Valkey in {@code LEASEHOLD_REQUIRE}. */
    public static final String VALKEY = "valkey";

    /** The name of Cassandra in {@code LEASEHOLD_REQUIRE}. */
    public static final String CASSANDRA = "cassandra";

    /** The name of InfluxDB in {@code LEASEHOLD_REQUIRE}. */
    public static final String INFLUXDB = "influxdb";

    /** The name of MongoDB in {@code LEASEHOLD_REQUIRE}. */
    public static final String MONGODB = "mongodb";

    /** The name of Elasticsearch in {@code LEASEHOLD_REQUIRE}. */
    public static final String ELASTICSEARCH = "elasticsearch";

    /** The name of Couchbase in {@code LEASEHOLD_REQUIRE}. */
    public static final String COUCHBASE = "couchbase";

    /** The name of moto's server in {@code LEASEHOLD_REQUIRE}. */
    public static final String MOTO = "moto";

    /** The name of the command line of OpenSSL in {@code LEASEHOLD_REQUIRE}. */
    public static final String OPENSSL = "openssl";

    /** The name of Prometheus's promtool in {@code LEASEHOLD_REQUIRE}. */
    public static final String PROMTOOL = "promtool";

    private static final String VARIABLE = "LEASEHOLD_REQUIRE";

    private Servers() {}

    /**
     * Ends the running test because a server is missing.
     *
     * @param name the server as {@code LEASEHOLD_REQUIRE} spells it, such as {@code mariadb}
     * @param reason what was looked for and not found
     * @return nothing; declared so that callers can write {@code throw Servers.missing(...)}
     * @throws org.opentest4j.TestAbortedException when the server may be missing
     * @throws AssertionError when the build requires it
     */
    public static AssertionError missing(String name, String reason) {
        if (isRequired(name, System.getenv(VARIABLE) == null ? "" : System.getenv(VARIABLE))) {
            throw new AssertionError(VARIABLE + " names " + name + ", but " + reason);
        }
        return Assumptions.abort("no " + name + ": " + reason);
    }

    static boolean isRequired(String name, String required) {
        Set<String> names = Arrays.stream(required.split(","))
                .map(String::strip)
                .map(String::toLowerCase)
                .collect(Collectors.toSet());
        return names.contains(name);
    }
}
