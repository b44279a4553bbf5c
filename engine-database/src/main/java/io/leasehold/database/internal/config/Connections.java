package io.leasehold.database.internal.config;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of a mount, stored under {@code config/}. Reading parses a version once. Thread-safe.
 */
public final class Connections {

    static final String FOLDER = "config";

    private final EngineStorage storage;
    private final Plugins plugins;
    private final Map<String, ConnectionView> parsed = new ConcurrentHashMap<>();

    public Connections(EngineStorage storage, Plugins plugins) {
        this.storage = storage;
        this.plugins = plugins;
    }

    /** A connection that has not been deleted. */
    public Optional<ConnectionView> find(String name) {
        return view(name).filter(view -> view.current().isPresent());
    }

    /** The settings of a target, also of a past one or of a deleted connection. */
    public Optional<DatabaseConnection> settings(String name, String targetId) {
        return view(name).map(view -> view.settings().get(targetId));
    }

    /** An entry past every cache, for changing it; a missing one has version 0. */
    public Versioned<ConnectionEntry> fresh(String name) {
        return storage.getFresh(path(name), ConnectionEntry.class)
                .orElseGet(() -> new Versioned<>(path(name), 0, ConnectionEntry.none()));
    }

    /** Stores a changed entry; an entry without targets goes. */
    public void put(Versioned<ConnectionEntry> read, ConnectionEntry changed) {
        if (!changed.targets().isEmpty()) {
            storage.put(read.path(), changed, read.version());
        } else if (read.version() > 0) {
            storage.delete(read.path(), read.version());
        }
    }

    /** Names of entries, those of deleted connections with leases included. */
    public List<String> allNames() {
        return storage.list(FOLDER);
    }

    /** Names of connections. */
    public List<String> names() {
        return allNames().stream().filter(name -> find(name).isPresent()).toList();
    }

    private Optional<ConnectionView> view(String name) {
        Optional<Versioned<ConnectionEntry>> entry = storage.get(path(name), ConnectionEntry.class);
        if (entry.isEmpty()) {
            parsed.remove(name);
            return Optional.empty();
        }
        ConnectionView known = parsed.get(name);
        if (known == null || known.entry().version() != entry.get().version()) {
            known = ConnectionView.of(name, entry.get(), plugins);
            parsed.put(name, known);
        }
        return Optional.of(known);
    }

    /** That there is no such connection. */
    public static NotFoundException notFound(String name) {
        return new NotFoundException("failed to find entry for connection with name: \"" + name + "\"");
    }

    private static String path(String name) {
        return FOLDER + "/" + name;
    }
}
