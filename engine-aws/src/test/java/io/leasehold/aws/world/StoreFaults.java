package io.leasehold.aws.world;

import io.leasehold.error.StorageException;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One broker's way to a store that it shares with others. One access to what is stored of static roles goes wrong, as a test says; or
 * the broker is dead from there on. Thread-safe.
 */
public final class StoreFaults implements Storage {

    /** What becomes of the access. */
    public enum Kind {
        /** The store does not answer, and nothing is written. */
        REFUSED,
        /** All is done, and nobody is told. */
        ANSWER_LOST,
        /** The process ends before the access. */
        DIES_BEFORE,
        /** The process ends after the access. */
        DIES_AFTER
    }

    private final Storage store;
    private final EntryStore entries = new Entries();
    private Kind kind = Kind.REFUSED;
    private int left = -1;
    private int passed;
    private boolean dead;

    StoreFaults(Storage store) {
        this.store = store;
    }

    /** Plans what becomes of an access: 0 for the next one. */
    public synchronized void plan(Kind what, int access) {
        kind = what;
        left = access;
        passed = 0;
    }

    /** Forgets what was planned. A broker that has died stays dead. */
    public synchronized void clear() {
        left = -1;
    }

    /** Whether the planned access came, since it was planned. */
    public synchronized boolean hasStruck() {
        return left < 0 && passed > 0;
    }

    private <T> T access(String path, boolean writes, Supplier<T> work) {
        Kind strikes = next(path);
        if (strikes == null) {
            return work.get();
        }
        if (strikes == Kind.REFUSED || strikes == Kind.DIES_BEFORE) {
            throw new StorageException(StorageException.Reason.UNAVAILABLE, "the store does not answer", null);
        }
        T done = work.get();
        if (!writes && strikes == Kind.ANSWER_LOST) {
            return done;
        }
        throw new StorageException(StorageException.Reason.OUTCOME_UNKNOWN, "the store's answer was lost", null);
    }

    private synchronized Kind next(String path) {
        if (dead) {
            return Kind.DIES_BEFORE;
        }
        if (left < 0 || !path.contains("/static-")) {
            return null;
        }
        passed++;
        if (left-- > 0) {
            return null;
        }
        dead = kind == Kind.DIES_BEFORE || kind == Kind.DIES_AFTER;
        return kind;
    }

    @Override
    public String id() {
        return store.id();
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public Instant now() {
        return store.now();
    }

    @Override
    public LeaseStore leases() {
        return store.leases();
    }

    @Override
    public EntryStore entries() {
        return entries;
    }

    @Override
    public void close() {
        // Others use the store too.
    }

    private final class Entries implements EntryStore {

        @Override
        public Optional<Entry> get(String path) {
            return access(path, false, () -> store.entries().get(path));
        }

        @Override
        public List<Entry> list(String prefix, String after, int limit) {
            return access(prefix, false, () -> store.entries().list(prefix, after, limit));
        }

        @Override
        public boolean put(Entry entry, long expectedVersion) {
            return access(entry.path(), true, () -> store.entries().put(entry, expectedVersion));
        }

        @Override
        public boolean delete(String path, long expectedVersion) {
            return access(path, true, () -> store.entries().delete(path, expectedVersion));
        }
    }
}
