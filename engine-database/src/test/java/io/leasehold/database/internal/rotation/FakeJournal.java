package io.leasehold.database.internal.rotation;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.Versioned;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A journal in memory. */
final class FakeJournal implements PasswordJournal {

    private final Interruptions interruptions;
    private @Nullable ManagedPassword stored;
    private long version = 1;

    FakeJournal(ManagedPassword first, Interruptions interruptions) {
        this.stored = first;
        this.interruptions = interruptions;
    }

    @Override
    public Optional<Versioned<ManagedPassword>> fresh() {
        interruptions.point("before a read of the journal");
        return Optional.ofNullable(stored).map(state -> new Versioned<>("journal", version, state));
    }

    @Override
    public Versioned<ManagedPassword> put(Versioned<ManagedPassword> read, ManagedPassword changed) {
        interruptions.point("before a write of the journal");
        if (stored == null || read.version() != version) {
            throw new ConflictException("the journal was changed");
        }
        stored = changed;
        version++;
        interruptions.point("after a write of the journal");
        return new Versioned<>("journal", version, changed);
    }

    /** What another process wrote. */
    void set(@Nullable ManagedPassword state) {
        stored = state;
        version++;
    }

    ManagedPassword state() {
        if (stored == null) {
            throw new AssertionError("the journal is gone");
        }
        return stored;
    }
}
