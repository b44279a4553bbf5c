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
import java.util.ArrayList;
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
@Measurement(iterations = 8, time = 1)
@Fork(1)
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
     * Runs both, in turns, and prints the ratio of their medians: a machine that is faster for a minute then favours neither.
     *
     * @param args how many turns, default 8
     * @throws RunnerException when the harness fails
     */
    public static void main(String[] args) throws RunnerException {
        int turns = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        List<Double> plain = new ArrayList<>();
        List<Double> rotating = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int turn = 0; turn < turns; turn++) {
            List<Double> first = microseconds(turn % 2 == 0 ? "plain" : "rotating");
            List<Double> second = microseconds(turn % 2 == 0 ? "rotating" : "plain");
            plain.addAll(turn % 2 == 0 ? first : second);
            rotating.addAll(turn % 2 == 0 ? second : first);
            ratios.add(median(rotating) / median(plain));
        }
        System.out.printf(
                "plain %.2f us, rotating %.2f us: ratio in time %.3f (medians of %d iterations each; after each turn: %s)%n",
                median(plain),
                median(rotating),
                median(rotating) / median(plain),
                plain.size(),
                ratios.stream().map("%.3f"::formatted).toList());
    }

    /** The times of one process's iterations. */
    private static List<Double> microseconds(String method) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(PooledConnection.class.getName() + "." + method + "$")
                        .build())
                .run();
        return results.stream()
                .flatMap(result -> result.getBenchmarkResults().stream())
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList();
    }

    private static double median(List<Double> values) {
        return Bench.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
