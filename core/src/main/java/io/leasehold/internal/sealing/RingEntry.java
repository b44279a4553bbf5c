package io.leasehold.internal.sealing;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.key.MasterKey;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.Storage;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * The key ring's entry in the store: made once, changed by compare-and-set, never accepted in an older version than one
 * already seen. Keeps nothing between calls, so it is thread-safe; other instances do the same on the same entry.
 */
final class RingEntry {

    /** More tries than any number of instances needs; what still fails then is no race. */
    private static final int TRIES = 100;

    private final Storage storage;
    private final RingCodec codec;
    private final RingEdits edits;

    RingEntry(Storage storage) {
        this.storage = storage;
        this.codec = new RingCodec(storage.id());
        this.edits = new RingEdits(storage, codec);
    }

    /** The changes to give to {@link #change}. */
    RingEdits edits() {
        return edits;
    }

    /**
     * A successful change.
     *
     * @param before the ring that it was made to
     * @param after the ring as stored now
     */
    record Change(RingState before, RingState after) {}

    /** Reads the ring, and makes it first if the store is new. */
    RingState open(MasterKeys masters) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Entry> entry = storage.entries().get(KeyRing.PATH);
            if (entry.isPresent()) {
                return codec.read(entry.get(), masters, null);
            }
            // Looked at again after the look at the rest: another instance stores the ring before anything else.
            if (holdsValues() && storage.entries().get(KeyRing.PATH).isEmpty()) {
                throw missing();
            }
            put(firstRing(masters), EntryStore.ABSENT);
        }
        throw contended();
    }

    /**
     * Reads the ring as it is now.
     *
     * @throws StorageException with reason {@code UNREADABLE} when it is gone, not authentic, or older than {@code known}
     */
    RingState reload(RingState known, MasterKeys masters) {
        Entry entry = storage.entries().get(KeyRing.PATH).orElseThrow(RingEntry::missing);
        if (entry.version() == known.version()) {
            return known;
        }
        RingState now = codec.read(entry, masters, known);
        if (now.version() < known.version()) {
            throw new StorageException(
                    Reason.UNREADABLE,
                    "the key ring (entry " + KeyRing.PATH + ") went back from version " + known.version() + " to "
                            + now.version() + ": the store was restored or changed under a running process, which seals"
                            + " nothing more until it is started again",
                    null);
        }
        return now;
    }

    /**
     * Changes the ring, starting from what is stored now.
     *
     * @param change makes the new content, or nothing when the given ring needs no change; may be called repeatedly, also
     *     after a write whose outcome was unknown
     */
    Change change(RingState known, MasterKeys masters, Function<RingState, Optional<RingContent>> change) {
        RingState seen = known;
        for (int i = 0; i < TRIES; i++) {
            seen = reload(seen, masters);
            Optional<RingContent> changed = change.apply(seen);
            if (changed.isEmpty()) {
                return new Change(seen, seen);
            }
            RingContent next = changed.get();
            Entry entry = codec.write(next, seen.index(), seen.version() + 1);
            boolean rewrapped = !next.masterKeyId().equals(seen.content().masterKeyId());
            // Read back before it is stored: keys that cannot be unwrapped again must not become the only ones.
            RingState after = codec.read(entry, masters, rewrapped ? null : seen);
            if (put(entry, seen.version())) {
                return new Change(seen, after);
            }
        }
        throw contended();
    }

    private Entry firstRing(MasterKeys masters) {
        MasterKey master = masters.first();
        byte[] index = AesGcm.randomKey();
        try {
            RingContent content = edits.first(master, index);
            Entry entry = codec.write(content, new IndexKey(AesGcm.key(index)), EntryStore.ABSENT + 1);
            codec.read(entry, masters, null);
            return entry;
        } finally {
            Arrays.fill(index, (byte) 0);
        }
    }

    /** Whether the entry was certainly written; who gets false reads the ring again. */
    private boolean put(Entry entry, long expectedVersion) {
        try {
            return storage.entries().put(entry, expectedVersion);
        } catch (StorageException e) {
            if (e.reason() == Reason.OUTCOME_UNKNOWN) {
                return false;
            }
            throw e;
        }
    }

    private boolean holdsValues() {
        return !storage.entries().list("", "", 1).isEmpty()
                || !storage.leases().query(LeaseQuery.all().limitedTo(1)).rows().isEmpty();
    }

    private static StorageException missing() {
        return new StorageException(
                Reason.UNREADABLE,
                "the key ring (entry " + KeyRing.PATH + ") is missing from a store that holds sealed values;"
                        + " without it they cannot be opened: restore it from a backup",
                null);
    }

    private static StorageException contended() {
        return new StorageException(
                Reason.UNAVAILABLE,
                "the key ring (entry " + KeyRing.PATH + ") could not be written in " + TRIES + " tries",
                null);
    }
}
