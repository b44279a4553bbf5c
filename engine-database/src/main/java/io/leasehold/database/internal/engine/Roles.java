package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseRole;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The roles of a mount, stored under {@code roles/}. Thread-safe. */
final class Roles {

    static final String FOLDER = "roles";

    private final EngineStorage storage;
    private final Map<String, Checked> checked = new ConcurrentHashMap<>();

    Roles(EngineStorage storage) {
        this.storage = storage;
    }

    private record Checked(long version, String plugin) {}

    Optional<Versioned<DatabaseRole>> find(String name) {
        return storage.get(path(name), DatabaseRole.class);
    }

    /** A role past every cache, for changing it; a missing one has version 0. */
    Versioned<DatabaseRole> fresh(String name) {
        return storage.getFresh(path(name), DatabaseRole.class)
                .orElseGet(() ->
                        new Versioned<>(path(name), 0, DatabaseRole.builder().build()));
    }

    void put(Versioned<DatabaseRole> read, DatabaseRole changed) {
        storage.put(read.path(), changed, read.version());
    }

    void delete(Versioned<DatabaseRole> read) {
        storage.delete(read.path(), read.version());
    }

    List<String> names() {
        return storage.list(FOLDER);
    }

    /** Checks a role against the product that it is used on, once per version: it may have been written before the connection. */
    void check(String name, Versioned<DatabaseRole> role, DatabasePlugin plugin) {
        Checked now = new Checked(role.version(), plugin.name());
        if (!now.equals(checked.get(name))) {
            RoleDefaults.check(role.value(), plugin);
            checked.put(name, now);
        }
    }

    private static String path(String name) {
        return FOLDER + "/" + name;
    }
}
