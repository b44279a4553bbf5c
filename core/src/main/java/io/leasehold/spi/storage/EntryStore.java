package io.leasehold.spi.storage;

import java.util.List;
import java.util.Optional;

/**
 * Configuration and engine state, by path. Every write names the version that the writer saw, so lost updates are
 * impossible. Writes are durable when they return. Thread-safe, also between processes.
 */
public interface EntryStore {

    /** The expected version of an entry that must not exist yet. */
    long ABSENT = 0;

    /**
     * Reads an entry.
     *
     * @param path the entry's path: printable ASCII, segments separated by slashes, at most 512 characters; there is
     *     never an entry at any other
     * @return the entry, empty when there is none
     */
    Optional<Entry> get(String path);

    /**
     * Lists entries under a prefix, ordered by path byte by byte.
     *
     * @param prefix the text that paths start with; empty for all
     * @param after paths at or before this one are passed over; empty to start
     * @param limit the most entries to return, 1 or more
     * @return the entries
     */
    List<Entry> list(String prefix, String after, int limit);

    /**
     * Writes an entry if the stored version is the one expected.
     *
     * @param entry path, value and the <em>new</em> version; the writer chooses it greater than any version that the path
     *     ever had, so that a path which was deleted and made again is told apart
     * @param expectedVersion the version that was read, or {@link #ABSENT}
     * @return false when the stored version is another one; nothing was written then
     */
    boolean put(Entry entry, long expectedVersion);

    /**
     * Deletes an entry if the stored version is the one expected.
     *
     * @param path the entry's path
     * @param expectedVersion the version that was read
     * @return false when the stored version is another one, or there is no such entry
     */
    boolean delete(String path, long expectedVersion);

    /**
     * A stored entry.
     *
     * @param path its path
     * @param version its version, 1 or more
     * @param value its sealed value; the revision of the seal equals the version
     */
    record Entry(String path, long version, SealedBytes value) {

        /** Checks the path, which must be 1 to 512 printable ASCII characters. */
        public Entry {
            StoredName.require("path", path);
        }
    }
}
