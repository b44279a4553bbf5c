package io.leasehold.benchmarks;

import io.leasehold.SecretBroker;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.Storage;
import io.leasehold.testkit.server.PostgresOptions;
import io.leasehold.testkit.server.PostgresServer;
import java.util.Arrays;
import java.util.Map;

/** What the benchmarks share: a server that commits durably, and a broker with the role of the short guide. */
final class Bench {

    static final String DATABASE = "bench";
    static final String CREDS = "database/creds/app-role";
    static final String CREATION =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';";

    private Bench() {}

    static PostgresServer server(Map<String, String> settings) {
        PostgresOptions options = PostgresOptions.defaults().with("fsync", "on").maxConnections(200);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            options = options.with(setting.getKey(), setting.getValue());
        }
        PostgresServer server = PostgresServer.start(options);
        server.createDatabase(DATABASE);
        return server;
    }

    static SecretBroker broker(PostgresServer server, Storage storage, int connections) {
        SecretBroker broker = SecretBroker.builder()
                .name("bench")
                .storage(storage)
                .masterKey(key())
                .workers(16)
                .build();
        broker.mounts().enable("database", "database");
        broker.write(
                "database/config/bench",
                Map.of(
                        "plugin_name",
                        "postgresql-database-plugin",
                        "allowed_roles",
                        "*",
                        "connection_url",
                        "postgresql://{{username}}:{{password}}@" + server.host() + ":" + server.port() + "/"
                                + DATABASE,
                        "username",
                        server.adminUser(),
                        "password",
                        server.adminPassword(),
                        "max_open_connections",
                        connections));
        broker.write(
                "database/roles/app-role",
                Map.of("db_name", "bench", "creation_statements", CREATION, "default_ttl", "1h", "max_ttl", "24h"));
        return broker;
    }

    /** The same key in every run: nothing secret is stored. */
    static MasterKey key() {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (i + 1);
        }
        return MasterKey.fromBytes(key);
    }

    /** One issue and one revoke. */
    static void cycle(SecretBroker broker) {
        broker.leases().revoke(broker.read(CREDS).lease().orElseThrow().id());
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
