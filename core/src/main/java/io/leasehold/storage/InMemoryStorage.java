package io.leasehold.storage;

import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A store in the memory of one process: for tests, and for targets that end every credential by themselves. What it knows
 * dies with the process. Thread-safe.
 */
public final class InMemoryStorage implements Storage {

    private final String id = UUID.randomUUID().toString();
    private final InstantSource clock = InstantSource.system();
    private final ClockOffset offset;
    private final Gate gate = new Gate();
    private final MemoryEntries entries = new MemoryEntries(gate);
    private final MemoryLeases leases = new MemoryLeases(gate, this::time, entries);

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
        this.offset = offset;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public Instant now() {
        gate.requireOpen();
        return time();
    }

    private Instant time() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).plusMillis(offset.millis());
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public EntryStore entries() {
        return entries;
    }

    @Override
    public void close() {
        gate.close();
    }
}
