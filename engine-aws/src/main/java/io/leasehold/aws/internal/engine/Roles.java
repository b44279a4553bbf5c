package io.leasehold.aws.internal.engine;

import io.leasehold.aws.AwsRole;
import io.leasehold.aws.internal.role.RoleRules;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The roles of a mount, stored under {@code roles/}; each version is read once. Thread-safe. */
final class Roles {

    static final String FOLDER = "roles";

    private final EngineStorage storage;
    private final Map<String, Read> known = new ConcurrentHashMap<>();

    Roles(EngineStorage storage) {
        this.storage = storage;
    }

    /**
     * A role, read.
     *
     * @param entry as it is stored
     * @param rules what it means
     */
    record Read(Versioned<AwsRole> entry, RoleRules rules) {}

    Read get(String name) {
        Versioned<AwsRole> entry = storage.get(path(name), AwsRole.class)
                .orElseThrow(() -> new NotFoundException("unknown role: " + name));
        Read read = known.get(name);
        if (read == null || read.entry().version() != entry.version()) {
            read = new Read(entry, RoleRules.of(entry.value()));
            known.put(name, read);
        }
        return read;
    }

    /** A role past every cache, for changing it; a missing one has version 0. */
    Versioned<AwsRole> fresh(String name) {
        return storage.getFresh(path(name), AwsRole.class)
                .orElseGet(
                        () -> new Versioned<>(path(name), 0, AwsRole.builder().build()));
    }

    void put(Versioned<AwsRole> read, AwsRole changed) {
        storage.put(read.path(), changed, read.version());
    }

    void delete(String name) {
        Versioned<AwsRole> read = fresh(name);
        if (read.version() > 0) {
            storage.delete(read.path(), read.version());
        }
        known.remove(name);
    }

    /** What all roles mean; without one that goes meanwhile. */
    Collection<RoleRules> all() {
        List<RoleRules> all = new ArrayList<>();
        for (String name : names()) {
            try {
                all.add(get(name).rules());
            } catch (NotFoundException goneMeanwhile) {
                // Then it is none of them.
            }
        }
        return all;
    }

    List<String> names() {
        return storage.list(FOLDER);
    }

    private static String path(String name) {
        return FOLDER + "/" + name;
    }
}
