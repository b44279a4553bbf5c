package io.leasehold.rotation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is rotated of one kind, as the background sees it. Thread-safe. */
public interface Rotations {

    /**
     * What they are, for messages.
     *
     * @return such as {@code static role}
     */
    String kind();

    /**
     * The names of all.
     *
     * @return the names; each stands for one that is rotated on its own
     */
    List<String> names();

    /**
     * When one is to be rotated by itself; reads past every cache.
     *
     * @param name its name
     * @return empty when it is not there, or is not rotated by itself
     */
    Optional<Due> due(String name);

    /**
     * Rotates one, or finishes its rotation. Failures are recorded with it.
     *
     * @param name its name
     */
    void rotate(String name);

    /**
     * When to rotate.
     *
     * @param target what it is rotated on, such as a connection, so that a slow one does not hold up others
     * @param at when, by the store's clock
     */
    record Due(String target, Instant at) {}
}
