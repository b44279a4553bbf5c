package io.leasehold.storage;

import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.time.Instant;

/**
 * A store in the memory of one process: for tests, and for targets that end every credential by themselves. What it knows
 * dies with the process. Thread-safe.
 */
public final class InMemoryStorage implements Storage {

    /** Creates an empty store on the system's clock. */
    public InMemoryStorage() {
        this(ClockOffset.NONE);
    }

    /**
     * Creates an empty store for tests.
     *
     * @param offset what is added to the clock
     */
    public InMemoryStorage(ClockOffset offset) {
        throw new UnsupportedOperationException(offset.toString());
    }

    @Override
    public String id() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public Instant now() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LeaseStore leases() {
        throw new UnsupportedOperationException();
    }

    @Override
    public EntryStore entries() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
