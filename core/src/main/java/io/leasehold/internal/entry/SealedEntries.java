package io.leasehold.internal.entry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leasehold.error.ConflictException;
import io.leasehold.error.StorageException;
import io.leasehold.internal.binding.Json;
import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.internal.sealing.SealContext;
import io.leasehold.internal.sealing.Sealer;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.SealedBytes;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The entry store with values sealed and bound to records. Reads are kept for two seconds, which is how far this process may
 * be behind writes of others; what must not be behind is read fresh or guarded by version. It is never behind its own: what
 * is kept carries the stamp that its path had before it was read, a write changes the stamp when it is over, and what carries
 * another stamp is read again. Thread-safe.
 */
public final class SealedEntries {

    private static final Duration KEPT = Duration.ofSeconds(2);
    private static final long MOST_KEPT = 10_000;

    /** Paths share stamps; a write to a path makes those that share its stamp be read again too. 32 KB of them make that rare. */
    private static final int STAMPS = 4096;

    private final Storage storage;
    private final Sealer sealer;
    private final Cache<Key, Kept> kept;
    private final AtomicLongArray stamps = new AtomicLongArray(STAMPS);

    /**
     * Creates the view.
     *
     * @param storage the store
     * @param sealer seals and opens
     * @param time elapsed time, for how long reads are kept
     */
    public SealedEntries(Storage storage, Sealer sealer, TimeSource time) {
        this.storage = storage;
        this.sealer = sealer;
        this.kept = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterWrite(KEPT)
                .ticker(time::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    private record Key(String path, Class<?> type) {}

    private record Kept(long stamp, Optional<Versioned<?>> entry) {}

    /**
     * Reads an entry, at most two seconds old.
     *
     * @param mountId the mount it belongs to, empty for the system's own
     * @param path the entry's path
     * @param type the record's type
     * @param <T> the record's type
     * @return the entry
     */
    @SuppressWarnings("unchecked") // the key holds the type
    public <T extends Record> Optional<Versioned<T>> get(String mountId, String path, Class<T> type) {
        Key key = new Key(path, type);
        long stamp = stamps.get(stampOf(path));
        Kept found = kept.getIfPresent(key);
        if (found == null || found.stamp() != stamp) {
            found = new Kept(stamp, getFresh(mountId, path, type).map(entry -> entry));
            kept.put(key, found);
        }
        return found.entry().map(entry -> (Versioned<T>) entry);
    }

    /**
     * Reads an entry as it is now.
     *
     * @param mountId the mount it belongs to, empty for the system's own
     * @param path the entry's path
     * @param type the record's type
     * @param <T> the record's type
     * @return the entry
     */
    public <T extends Record> Optional<Versioned<T>> getFresh(String mountId, String path, Class<T> type) {
        return storage.entries().get(path).map(entry -> open(mountId, entry, type));
    }

    /**
     * Opens an entry that was read.
     *
     * @param mountId the mount it belongs to, empty for the system's own
     * @param entry the entry
     * @param type the record's type
     * @param <T> the record's type
     * @return the value with its version
     */
    public <T extends Record> Versioned<T> open(String mountId, EntryStore.Entry entry, Class<T> type) {
        if (entry.value().revision() != entry.version()) {
            throw new StorageException(
                    StorageException.Reason.UNREADABLE,
                    "entry " + entry.path() + " was changed in the store: its version is not the one that was sealed",
                    null);
        }
        byte[] clear = sealer.open(SealContext.entry(mountId, entry.path()), entry.value());
        try {
            return new Versioned<>(entry.path(), entry.version(), RecordBinder.bindStored(Json.read(clear), type));
        } catch (IllegalArgumentException e) {
            throw new StorageException(
                    StorageException.Reason.UNREADABLE,
                    "entry " + entry.path() + " was opened but does not hold what was expected",
                    null);
        }
    }

    /**
     * Writes an entry.
     *
     * @param mountId the mount it belongs to, empty for the system's own
     * @param path the entry's path
     * @param value the value
     * @param expectedVersion the version read, or {@link EntryStore#ABSENT}
     * @param <T> the record's type
     * @return the entry as stored
     * @throws ConflictException when somebody else wrote in between
     */
    public <T extends Record> Versioned<T> put(String mountId, String path, T value, long expectedVersion) {
        // The store's time makes versions grow across a deletion, so that a guard notices an entry made anew.
        long version = Math.max(expectedVersion + 1, storage.now().toEpochMilli());
        SealedBytes sealed =
                sealer.seal(SealContext.entry(mountId, path), version, Json.write(RecordBinder.toMap(value)));
        boolean written;
        try {
            written = storage.entries().put(new EntryStore.Entry(path, version, sealed), expectedVersion);
        } finally {
            forget(path);
        }
        if (!written) {
            throw new ConflictException(path + " was changed by somebody else in between; read it again");
        }
        return new Versioned<>(path, version, value);
    }

    /**
     * Deletes an entry.
     *
     * @param path the entry's path
     * @param expectedVersion the version read
     * @throws ConflictException when somebody else wrote in between
     */
    public void delete(String path, long expectedVersion) {
        boolean deleted;
        try {
            deleted = storage.entries().delete(path, expectedVersion);
        } finally {
            forget(path);
        }
        if (!deleted) {
            throw new ConflictException(path + " was changed by somebody else in between; read it again");
        }
    }

    /** Forgets what was read, so that the next reads are fresh. */
    public void forgetAll() {
        for (int i = 0; i < STAMPS; i++) {
            stamps.incrementAndGet(i);
        }
        kept.invalidateAll();
    }

    /** To be called when a write to the path is over, whatever came of it. */
    private void forget(String path) {
        stamps.incrementAndGet(stampOf(path));
    }

    private static int stampOf(String path) {
        return Math.floorMod(path.hashCode(), STAMPS);
    }
}
