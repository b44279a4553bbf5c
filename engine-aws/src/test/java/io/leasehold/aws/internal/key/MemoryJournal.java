package io.leasehold.aws.internal.key;

import io.leasehold.error.ConflictException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.spi.engine.Fields;
import io.leasehold.spi.engine.Versioned;
import java.util.Map;
import java.util.Optional;

/** A journal in memory that keeps what a store would: plain fields. */
final class MemoryJournal implements KeyJournal {

    private final Interruptions interruptions;
    private Map<String, Object> stored;
    private long version = 1;
    /** Whether the next write is done and reported as one of unknown outcome. */
    boolean answersAreLost;

    MemoryJournal(ManagedKey first, Interruptions interruptions) {
        this.stored = Fields.of(first);
        this.interruptions = interruptions;
    }

    @Override
    public synchronized Optional<Versioned<ManagedKey>> fresh() {
        interruptions.point();
        return Optional.of(new Versioned<>("journal", version, state()));
    }

    @Override
    public synchronized Versioned<ManagedKey> put(Versioned<ManagedKey> read, ManagedKey changed) {
        interruptions.point();
        if (read.version() != version) {
            throw new ConflictException("the journal was changed");
        }
        stored = Fields.of(changed);
        version++;
        interruptions.point();
        if (answersAreLost) {
            throw new StorageException(Reason.OUTCOME_UNKNOWN, "the answer was lost", null);
        }
        return new Versioned<>("journal", version, state());
    }

    /** What another process writes. */
    synchronized void set(ManagedKey state) {
        stored = Fields.of(state);
        version++;
    }

    synchronized ManagedKey state() {
        return Fields.bind(stored, ManagedKey.class);
    }
}
