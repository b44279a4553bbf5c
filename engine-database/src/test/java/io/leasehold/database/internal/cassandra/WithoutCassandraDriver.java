package io.leasehold.database.internal.cassandra;

import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;

/** Looks for the plugin in a class loader that has no driver, and uses it. */
public final class WithoutCassandraDriver {

    private WithoutCassandraDriver() {}

    public static String refusal() {
        DatabasePlugin plugin =
                ServiceLoader.load(DatabasePlugin.class, WithoutCassandraDriver.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(found -> found.name().equals("cassandra-database-plugin"))
                        .findFirst()
                        .orElseThrow();
        try {
            plugin.describe(
                    new ConnectionSettings("127.0.0.1", "admin", SecretText.of("x"), 1, 1, Duration.ZERO, Map.of()));
            return "none";
        } catch (InvalidRequestException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }
}
