package io.leasehold.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Borrow, one trivial statement, return: a HikariCP pool over {@link RotatingDataSource} against the same pool over the plain
 * driver, on the same server, in one run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 8, time = 2)
@Fork(2)
public class PooledConnection {

    // Made with the state, which lives as long as its benchmarks run.
    private final PostgresServer server = Bench.server(Map.of());
    private final SecretBroker broker = Bench.broker(server, new InMemoryStorage(), 2);
    private final RotatingSecret secret = broker.rotating(Bench.CREDS);
    private final RotatingDataSource rotating = RotatingDataSource.builder()
            .secret(secret)
            .url(server.jdbcUrl(Bench.DATABASE))
            .build();
    private final HikariDataSource rotatingPool = rotating.toPool(config -> config.setMaximumPoolSize(4));
    private final HikariDataSource plainPool = plain(server);

    private static HikariDataSource plain(PostgresServer server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl(Bench.DATABASE));
        config.setUsername(server.adminUser());
        config.setPassword(server.adminPassword());
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    /** Ends the pools and the server. */
    @TearDown
    public void stop() {
        plainPool.close();
        rotatingPool.close();
        rotating.close();
        secret.close();
        broker.close();
        server.close();
    }

    /**
     * Over the plain driver.
     *
     * @return the statement's result
     * @throws SQLException when it fails
     */
    @Benchmark
    public int plain() throws SQLException {
        return trivial(plainPool);
    }

    /**
     * Over the rotating data source.
     *
     * @return the statement's result
     * @throws SQLException when it fails
     */
    @Benchmark
    public int rotating() throws SQLException {
        return trivial(rotatingPool);
    }

    private static int trivial(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT 1")) {
            result.next();
            return result.getInt(1);
        }
    }

    /**
     * Runs both and prints the ratio.
     *
     * @param args none
     * @throws RunnerException when the harness fails
     */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(PooledConnection.class.getName())
                        .build())
                .run();
        double plain = score(results, "plain");
        double rotating = score(results, "rotating");
        System.out.printf("plain %.2f us, rotating %.2f us: ratio in time %.3f%n", plain, rotating, rotating / plain);
    }

    private static double score(Collection<RunResult> results, String method) {
        return List.copyOf(results).stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
                .mapToDouble(result -> result.getPrimaryResult().getScore())
                .findFirst()
                .orElseThrow();
    }
}
