package io.leasehold.benchmarks;

import io.leasehold.SecretBroker;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.server.RedisServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * The time that issue and revoke on Redis take through the broker with the in-memory store, one thread, beyond the bare
 * commands: the two that make and remove a user, on a connection that is open.
 */
public final class RedisIssueRevoke {

    private static final int ROUNDS = 7;
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final double MICROS = 1e6;
    private static final String HASH = "#" + "0123456789abcdef".repeat(4);

    private RedisIssueRevoke() {}

    /**
     * Runs the benchmark.
     *
     * @param args none
     * @throws Exception when it cannot run
     */
    public static void main(String[] args) throws Exception {
        try (RedisServer server = RedisServer.start();
                SecretBroker broker = broker(server);
                Connection bare = server.connect(server.adminUser(), server.adminPassword())) {
            Load.rate(1, WARM_UP, i -> () -> Bench.cycle(broker));
            Load.rate(1, WARM_UP, i -> () -> cycle(bare));
            double[] brokered = new double[ROUNDS];
            double[] least = new double[ROUNDS];
            double[] added = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                least[round] = MICROS / Load.rate(1, ROUND, i -> () -> cycle(bare));
                brokered[round] = MICROS / Load.rate(1, ROUND, i -> () -> Bench.cycle(broker));
                added[round] = brokered[round] - least[round];
            }
            System.out.printf(
                    "issue and revoke: %.0f us through the broker, %.0f us bare; added %.0f us%n",
                    Bench.median(brokered), Bench.median(least), Bench.median(added));
        }
    }

    private static SecretBroker broker(RedisServer server) {
        SecretBroker broker = SecretBroker.builder()
                .name("bench")
                .storage(new InMemoryStorage())
                .masterKey(Bench.key())
                .build();
        broker.mounts().enable("database", "database");
        broker.write(
                "database/config/bench",
                Map.of(
                        "plugin_name",
                        "redis-database-plugin",
                        "allowed_roles",
                        "*",
                        "host",
                        server.host(),
                        "port",
                        server.port(),
                        "username",
                        server.adminUser(),
                        "password",
                        server.adminPassword()));
        broker.write(
                "database/roles/app-role",
                Map.of("db_name", "bench", "creation_statements", "[\"~app:*\", \"+@read\"]", "default_ttl", "1h"));
        return broker;
    }

    private static void cycle(Connection connection) {
        String name = "least-" + ThreadLocalRandom.current().nextLong(1_000_000_000_000L);
        acl(connection, "SETUSER", name, "reset", "resetchannels", "~app:*", "+@read", HASH, "on");
        acl(connection, "DELUSER", name);
    }

    private static void acl(Connection connection, String... words) {
        CommandArguments command = new CommandArguments(Command.ACL);
        List<String> all = Arrays.asList(words);
        all.forEach(command::add);
        connection.executeCommand(command);
    }
}
