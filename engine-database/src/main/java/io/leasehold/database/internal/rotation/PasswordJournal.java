package io.leasehold.database.internal.rotation;

import io.leasehold.spi.engine.Versioned;
import java.util.Optional;

/** Where one managed password is stored. Thread-safe. */
public interface PasswordJournal {

    /**
     * The password as it is now, past every cache.
     *
     * @return empty when it is not managed any more
     */
    Optional<Versioned<ManagedPassword>> fresh();

    /**
     * Stores a change.
     *
     * @param read what was read
     * @param changed what it becomes
     * @return what is stored
     * @throws io.leasehold.error.ConflictException when somebody else changed it in between
     */
    Versioned<ManagedPassword> put(Versioned<ManagedPassword> read, ManagedPassword changed);
}
