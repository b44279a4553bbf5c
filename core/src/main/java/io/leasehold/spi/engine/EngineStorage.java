package io.leasehold.spi.engine;

import java.util.List;
import java.util.Optional;

/**
 * An engine's own sealed storage. Paths are relative and cannot leave it; it is keyed by the mount's UUID, so a later mount
 * at the same path sees nothing of it. Values are records of the types that {@link io.leasehold.spi.binding.Field} lists.
 * Thread-safe.
 */
public interface EngineStorage {

    /**
     * Reads an entry. May be up to two seconds behind writes of other processes; never behind writes of this one.
     *
     * @param path the entry's path
     * @param type the record's type
     * @param <T> the record's type
     * @return the entry, empty when there is none
     */
    <T extends Record> Optional<Versioned<T>> get(String path, Class<T> type);

    /**
     * Reads an entry as it is now, past every cache.
     *
     * @param path the entry's path
     * @param type the record's type
     * @param <T> the record's type
     * @return the entry, empty when there is none
     */
    <T extends Record> Optional<Versioned<T>> getFresh(String path, Class<T> type);

    /**
     * Writes an entry.
     *
     * @param path the entry's path
     * @param value the value
     * @param expectedVersion the version read, or 0 for an entry that must not exist yet
     * @param <T> the record's type
     * @return the entry as stored
     * @throws io.leasehold.error.ConflictException when somebody else wrote in between
     */
    <T extends Record> Versioned<T> put(String path, T value, long expectedVersion);

    /**
     * Deletes an entry.
     *
     * @param path the entry's path
     * @param expectedVersion the version read
     * @throws io.leasehold.error.ConflictException when somebody else wrote in between
     */
    void delete(String path, long expectedVersion);

    /**
     * Names one level below a folder, in order; names with entries below them end in a slash.
     *
     * @param folder the folder without a trailing slash
     * @return the names
     */
    List<String> list(String folder);

    /**
     * Reads the entries below a folder, a page at a time, as they are now. Memory does not grow with their number.
     *
     * @param folder the folder without a trailing slash
     * @param after entries at or before this path are passed over; empty to start
     * @param limit the most entries to return, 1 or more
     * @param type the record's type, the same for all of them
     * @param <T> the record's type
     * @return the entries, ordered by path; fewer than the limit only at the end
     */
    <T extends Record> List<Versioned<T>> page(String folder, String after, int limit, Class<T> type);
}
