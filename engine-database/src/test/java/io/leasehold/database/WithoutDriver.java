package io.leasehold.database;

import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;

/** Uses a plugin in a class loader that does not have its driver. */
public final class WithoutDriver {

    private WithoutDriver() {}

    /** What the plugin says of a connection. */
    public static String refusal(String plugin, String url, Map<String, Object> fields) {
        ConnectionSettings settings =
                new ConnectionSettings(url, "admin", SecretText.of("its-password"), 4, 2, Duration.ZERO, fields);
        DatabasePlugin found = ServiceLoader.load(DatabasePlugin.class, WithoutDriver.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(plugin))
                .findFirst()
                .orElseThrow();
        try {
            found.describe(settings);
            found.open(settings, new TargetIdentity("target", "app", "leasehold"))
                    .close();
            return "";
        } catch (InvalidRequestException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
