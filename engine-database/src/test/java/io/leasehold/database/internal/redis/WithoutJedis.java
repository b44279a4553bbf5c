package io.leasehold.database.internal.redis;

import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;

/** Looks for the plugin in a class loader that has no Jedis, and uses it. */
public final class WithoutJedis {

    private WithoutJedis() {}

    public static String refusal() {
        DatabasePlugin plugin = ServiceLoader.load(DatabasePlugin.class, WithoutJedis.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals("redis-database-plugin"))
                .findFirst()
                .orElseThrow();
        try {
            plugin.describe(new ConnectionSettings(
                    "redis://127.0.0.1", null, SecretText.of("x"), 1, 1, Duration.ZERO, Map.of()));
            return "none";
        } catch (InvalidRequestException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }
}
