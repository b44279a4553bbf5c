package io.leasehold.database.internal.config;

import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.error.InvalidRequestException;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The database products at hand, by plugin name. Immutable. */
public final class Plugins {

    private final Map<String, DatabasePlugin> byName;

    private Plugins(Map<String, DatabasePlugin> byName) {
        this.byName = Collections.unmodifiableMap(byName);
    }

    /** Those that the service loader finds. */
    public static Plugins installed() {
        return of(ServiceLoader.load(DatabasePlugin.class, Plugins.class.getClassLoader()));
    }

    /** These and no others. */
    public static Plugins of(Iterable<DatabasePlugin> plugins) {
        Map<String, DatabasePlugin> byName = new TreeMap<>();
        for (DatabasePlugin plugin : plugins) {
            byName.put(plugin.name(), plugin);
            plugin.otherNames().forEach(name -> byName.put(name, plugin));
        }
        return new Plugins(byName);
    }

    /** The ability of a product to rotate passwords, which not every product has. */
    public static PasswordRotation rotation(String field, DatabasePlugin plugin) {
        if (plugin instanceof PasswordRotation rotation) {
            return rotation;
        }
        throw new InvalidRequestException(field, plugin.name() + " does not rotate passwords");
    }

    /**
     * Refuses a product whose accounts cannot change their own passwords.
     *
     * @throws InvalidRequestException naming the products that can
     */
    public void requireSelfManaged(DatabasePlugin plugin) {
        if (!changesOwn(plugin)) {
            throw new InvalidRequestException(
                    "self_managed",
                    plugin.name() + " cannot have accounts change their own passwords; there are "
                            + byName.entrySet().stream()
                                    .filter(entry -> changesOwn(entry.getValue()))
                                    .map(Map.Entry::getKey)
                                    .toList());
        }
    }

    private static boolean changesOwn(DatabasePlugin plugin) {
        return plugin instanceof PasswordRotation rotation && rotation.accountsChangeTheirOwn();
    }

    public DatabasePlugin named(String name) {
        DatabasePlugin plugin = byName.get(name);
        if (plugin == null) {
            throw new InvalidRequestException(
                    "plugin_name", "no plugin is named \"" + name + "\"; there are " + byName.keySet());
        }
        return plugin;
    }
}
