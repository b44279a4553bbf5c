package io.leasehold.rotation;

import io.leasehold.spi.engine.Versioned;
import java.util.Optional;

/**
 * Where the state of one rotated thing is stored. Thread-safe.
 *
 * @param <S> the state
 */
public interface RotationJournal<S extends Rotated<S>> {

    /**
     * The state as it is now, past every cache.
     *
     * @return empty when it is not rotated any more
     */
    Optional<Versioned<S>> fresh();

    /**
     * Stores a change.
     *
     * @param read what was read
     * @param changed what it becomes
     * @return what is stored
     * @throws io.leasehold.error.ConflictException when somebody else changed it in between
     */
    Versioned<S> put(Versioned<S> read, S changed);
}
