package io.leasehold.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.MariaDbServer;
import io.leasehold.testkit.server.MySqlServer;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database on a real server, through a pool, in which every store has tables of its own. */
final class TestServer {

    private static final Map<String, TestServer> STARTED = new ConcurrentHashMap<>();
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private final String url;
    private final String address;
    private final String user;
    private final String password;
    private final HikariDataSource pool;

    private TestServer(String url, String host, int port, String user, String password) {
        this.url = url;
        this.address = host + ":" + port;
        this.user = user;
        this.password = password;
        this.pool = pool(url, 12);
    }

    private HikariDataSource pool(String poolUrl, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(poolUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(10_000);
        return new HikariDataSource(config);
    }

    static TestServer postgres(int major) {
        return STARTED.computeIfAbsent("postgres" + major, name -> {
            PostgresServer server = SharedServers.postgres(major);
            return new TestServer(
                    server.jdbcUrl(server.createDatabase("store")),
                    server.host(),
                    server.port(),
                    server.adminUser(),
                    server.adminPassword());
        });
    }

    static TestServer mariaDb() {
        return STARTED.computeIfAbsent("mariadb", name -> {
            MariaDbServer server = SharedServers.mariaDb();
            return new TestServer(
                    server.jdbcUrl(server.createDatabase("store_a")),
                    server.host(),
                    server.port(),
                    server.adminUser(),
                    server.adminPassword());
        });
    }

    /** MariaDB through the driver of MySQL. */
    static TestServer mariaDbByMySqlDriver() {
        return STARTED.computeIfAbsent("mysql", name -> {
            MariaDbServer server = SharedServers.mariaDb();
            return new TestServer(
                    server.mysqlUrl(server.createDatabase("store_b")),
                    server.host(),
                    server.port(),
                    server.adminUser(),
                    server.adminPassword());
        });
    }

    /** Oracle's MySQL, through its own driver. */
    static TestServer mySql() {
        return STARTED.computeIfAbsent("oracle-mysql", name -> {
            MySqlServer server = SharedServers.mySql();
            return new TestServer(
                    server.mysqlUrl(server.createDatabase("store")),
                    server.host(),
                    server.port(),
                    server.adminUser(),
                    server.adminPassword());
        });
    }

    DataSource dataSource() {
        return pool;
    }

    /** A pool of one connection that goes through a proxy; closed by the caller. */
    HikariDataSource poolThrough(FaultyProxy proxy) {
        return pool(url.replace(address, proxy.host() + ":" + proxy.port()), 1);
    }

    FaultyProxy proxy() {
        int colon = address.lastIndexOf(':');
        return FaultyProxy.to(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    String freshPrefix() {
        return "t" + PREFIXES.incrementAndGet() + "_";
    }

    JdbcStorage open(String prefix, ClockOffset clock) {
        return JdbcStorage.builder()
                .dataSource(pool)
                .tablePrefix(prefix)
                .clockOffset(clock)
                .open();
    }
}
