package io.leasehold.database.internal.datasource;

import io.leasehold.Secret;
import io.leasehold.database.internal.drain.Generation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A credential and the physical connections that run on it. Its users are opens under way, open connections, and closes
 * under way. Thread-safe, lock-free.
 */
final class ConnectionGeneration extends Generation {

    private final Set<PhysicalConnection> connections = ConcurrentHashMap.newKeySet();

    ConnectionGeneration(long number, Secret secret) {
        super(number, secret);
    }

    void add(PhysicalConnection connection) {
        connections.add(connection);
    }

    void remove(PhysicalConnection connection) {
        connections.remove(connection);
    }

    /** The connections open or closing now; a live view. */
    Set<PhysicalConnection> connections() {
        return connections;
    }
}
