package io.leasehold.database.internal.rotation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Managed passwords of one kind, as the background sees them. Thread-safe. */
public interface Rotations {

    /** What they are, for messages. */
    String kind();

    /** The names of all. */
    List<String> names();

    /**
     * When one is to be rotated by itself; reads past every cache.
     *
     * @param name its name
     * @return empty when it is not there, or is not rotated by itself
     */
    Optional<Due> due(String name);

    /** Rotates one, or finishes its rotation. Failures are recorded with it. */
    void rotate(String name);

    /**
     * When to rotate.
     *
     * @param connection the connection that it needs, so that a slow one does not hold up others
     * @param at when, by the store's clock
     */
    record Due(String connection, Instant at) {}
}
