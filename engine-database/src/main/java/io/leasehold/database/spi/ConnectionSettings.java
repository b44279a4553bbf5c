package io.leasehold.database.spi;

import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a connection with all defaults in place. Immutable; its text form shows no secret.
 *
 * @param connectionUrl where the database is, possibly empty for a product that has fields of its own for that
 * @param username the administrator's name, or null when none was given
 * @param password the administrator's password, or null when none was given
 * @param maxOpen connections at most, one or more
 * @param maxIdle idle connections kept, from zero to {@code maxOpen}
 * @param maxLifetime how long a connection is used; zero for ever
 * @param pluginFields fields that only the product knows, by snake_case name; the plugin binds them with a record of its own
 */
public record ConnectionSettings(
        String connectionUrl,
        @Nullable String username,
        @Nullable SecretText password,
        int maxOpen,
        int maxIdle,
        Duration maxLifetime,
        Map<String, Object> pluginFields) {

    /** Takes copies. */
    public ConnectionSettings {
        pluginFields = Collections.unmodifiableMap(new LinkedHashMap<>(pluginFields));
    }

    @Override
    public String toString() {
        return "ConnectionSettings[username=" + username + ", maxOpen=" + maxOpen + ", maxIdle=" + maxIdle
                + ", maxLifetime=" + maxLifetime + "]";
    }
}
