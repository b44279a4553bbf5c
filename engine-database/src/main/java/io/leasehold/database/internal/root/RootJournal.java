package io.leasehold.database.internal.root;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.database.internal.rotation.PasswordJournal;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.util.Optional;

/**
 * The login of the connection, with the journal of its change. Without a change the connection says what is current.
 * Thread-safe.
 */
final class RootJournal implements PasswordJournal {

    static final String FOLDER = "root";

    private final EngineStorage storage;
    private final Connections connections;
    private final String name;

    RootJournal(EngineStorage storage, Connections connections, String name) {
        this.storage = storage;
        this.connections = connections;
        this.name = name;
    }

    /** Where the journal of a connection is stored. */
    static String path(String name) {
        return FOLDER + "/" + name;
    }

    @Override
    public Optional<Versioned<ManagedPassword>> fresh() {
        // The journal first: a commit writes the connection before it clears the journal.
        Versioned<ManagedPassword> stored = storage.getFresh(path(name), ManagedPassword.class)
                .orElseGet(() -> new Versioned<>(path(name), 0, ManagedPassword.unknown(null)));
        return connections
                .fresh(name)
                .value()
                .current()
                .map(connection -> stored.value().isPending()
                        ? stored
                        : new Versioned<>(stored.path(), stored.version(), current(stored.value(), connection)));
    }

    @Override
    public Versioned<ManagedPassword> put(Versioned<ManagedPassword> read, ManagedPassword changed) {
        ManagedPassword kept = changed.isPending() ? changed : changed.withoutCurrent();
        Versioned<ManagedPassword> stored = storage.put(read.path(), kept, read.version());
        return new Versioned<>(stored.path(), stored.version(), changed);
    }

    private ManagedPassword current(ManagedPassword stored, DatabaseConnection connection) {
        return stored.withCurrent(
                ConnectionDefaults.orEmpty(connection.username()), ConnectionDefaults.orEmpty(connection.password()));
    }
}
