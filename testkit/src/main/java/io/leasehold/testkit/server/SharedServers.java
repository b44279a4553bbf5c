package io.leasehold.testkit.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Servers that all tests of a JVM share: each is started when it is first asked for and ends with the JVM. Tests that use
 * them keep apart by databases and names of their own, and never stop, freeze or reconfigure them. Thread-safe.
 */
public final class SharedServers {

    private static final Map<Integer, PostgresServer> POSTGRES = new ConcurrentHashMap<>();
    private static final Map<String, MariaDbServer> MARIADB = new ConcurrentHashMap<>();
    private static final Map<String, MySqlServer> MYSQL = new ConcurrentHashMap<>();
    private static final Map<String, RedisServer> REDIS = new ConcurrentHashMap<>();
    private static final Map<String, CassandraServer> CASSANDRA = new ConcurrentHashMap<>();
    private static final Map<String, InfluxServer> INFLUXDB = new ConcurrentHashMap<>();
    private static final Map<String, MotoServer> MOTO = new ConcurrentHashMap<>();

    private SharedServers() {}

    /**
     * A PostgreSQL of the default version, with TLS on and room for 200 connections.
     *
     * @return the running server, not to be closed
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static PostgresServer postgres() {
        return postgres(PostgresOptions.DEFAULT_MAJOR);
    }

    /**
     * A PostgreSQL, with TLS on and room for 200 connections.
     *
     * @param major the major version
     * @return the running server, not to be closed
     * @throws org.opentest4j.TestAbortedException when there is none of that version on this machine and none is required,
     *     see {@link Servers}
     */
    public static PostgresServer postgres(int major) {
        return POSTGRES.computeIfAbsent(
                major,
                version -> PostgresServer.start(
                        PostgresOptions.version(version).withTls().maxConnections(200)));
    }

    /**
     * A MariaDB with room for 200 connections.
     *
     * @return the running server, not to be closed
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static MariaDbServer mariaDb() {
        return MARIADB.computeIfAbsent(Servers.MARIADB, name -> MariaDbServer.start(Map.of("max_connections", "200")));
    }

    /**
     * A MySQL of Oracle's with room for 200 connections.
     *
     * @return the running server, not to be closed
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static MySqlServer mySql() {
        return MYSQL.computeIfAbsent(Servers.MYSQL, name -> MySqlServer.start(Map.of("max_connections", "200")));
    }

    /**
     * A Redis that keeps nothing over a restart.
     *
     * @return the running server, not to be closed
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static RedisServer redis() {
        return REDIS.computeIfAbsent(Servers.REDIS, name -> RedisServer.start());
    }

    /**
     * A Valkey that keeps nothing over a restart.
     *
     * @return the running server, not to be closed
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static RedisServer valkey() {
        return REDIS.computeIfAbsent(Servers.VALKEY, name -> RedisServer.startValkey());
    }

    /**
     * A Cassandra that sees every change of roles, passwords and rights at once.
     *
     * @return the running server, not to be closed
     * @throws org.opentest4j.TestAbortedException when it cannot be run on this machine and is not required, see
     *     {@link Servers}
     */
    public static CassandraServer cassandra() {
        return CASSANDRA.computeIfAbsent(Servers.CASSANDRA, name -> CassandraServer.start());
    }

    /**
     * An InfluxDB 1 that asks for logins.
     *
     * @return the running server, not to be closed
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static InfluxServer influxDb() {
        return INFLUXDB.computeIfAbsent(Servers.INFLUXDB, name -> InfluxServer.start());
    }

    /**
     * An emulator of AWS that takes any credentials.
     *
     * @return the running server, not to be closed
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static MotoServer moto() {
        return MOTO.computeIfAbsent(Servers.MOTO, name -> MotoServer.start());
    }
}
