package io.leasehold.database.internal.config;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.spi.engine.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a connection, read: what issuing needs of it is parsed once. Immutable.
 *
 * @param name the connection's name
 * @param entry the entry as stored
 * @param settings the settings by target id, past targets included
 * @param current what new credentials are made by; empty for a deleted connection
 */
public record ConnectionView(
        String name,
        Versioned<ConnectionEntry> entry,
        Map<String, DatabaseConnection> settings,
        Optional<Current> current) {

    /**
     * What new credentials are made by.
     *
     * @param connection the settings
     * @param plugin the product
     * @param allowedRoles who may use it
     * @param names how users are named
     */
    public record Current(
            DatabaseConnection connection, DatabasePlugin plugin, AllowedRoles allowedRoles, AccountNames names) {

        public static Current of(DatabaseConnection connection, Plugins plugins) {
            DatabasePlugin plugin = plugins.named(ConnectionDefaults.pluginName(connection));
            return new Current(
                    connection,
                    plugin,
                    new AllowedRoles(ConnectionDefaults.allowedRoles(connection)),
                    AccountNames.of(ConnectionDefaults.orEmpty(connection.usernameTemplate()), plugin.usernames()));
        }

        @Override
        public String toString() {
            return "Current[" + connection + "]";
        }
    }

    static ConnectionView of(String name, Versioned<ConnectionEntry> entry, Plugins plugins) {
        ConnectionEntry value = entry.value();
        Map<String, DatabaseConnection> settings = new HashMap<>();
        for (String target : value.targets().keySet()) {
            value.settings(target).ifPresent(connection -> settings.put(target, connection));
        }
        return new ConnectionView(
                name, entry, Map.copyOf(settings), value.current().map(connection -> Current.of(connection, plugins)));
    }

    @Override
    public String toString() {
        return "ConnectionView[" + name + "]";
    }
}
