package io.leasehold;

import java.util.List;
import java.util.Map;

/**
 * Mints short-lived credentials, ties them to leases, and removes them from their targets when the leases end. The way in
 * to the library: everything lives at a path, as in {@code database/creds/app}. Thread-safe.
 *
 * <p>Errors are {@link io.leasehold.error.LeaseholdException}s. A caller interrupted in the middle of an issue gets an
 * error, and nothing is left behind.
 */
public interface SecretBroker extends AutoCloseable {

    /**
     * Starts a broker's configuration.
     *
     * @return a builder; not thread-safe
     */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a path.
     *
     * @param path the path, without a leading slash
     * @return the value, or a fresh credential with its lease
     * @throws io.leasehold.error.NotFoundException when nothing is there
     */
    Secret read(String path);

    /**
     * Reads a path with parameters.
     *
     * @param path the path, without a leading slash
     * @param parameters fields by snake_case name, such as {@code ttl}
     * @return the value, or a fresh credential with its lease
     * @throws io.leasehold.error.NotFoundException when nothing is there
     */
    Secret read(String path, Map<String, ?> parameters);

    /**
     * Writes a path without data, for actions such as a rotation.
     *
     * @param path the path, without a leading slash
     * @return what it answered, often with empty data
     */
    Secret write(String path);

    /**
     * Writes a path.
     *
     * @param path the path, without a leading slash
     * @param data a map with snake_case keys, or a record
     * @return what it answered, often with empty data
     */
    Secret write(String path, Object data);

    /**
     * Lists names at a path.
     *
     * @param path the path, with or without a trailing slash
     * @return names in order; folders end in a slash; empty when there is nothing
     */
    List<String> list(String path);

    /**
     * Deletes what is at a path. Nothing there is success.
     *
     * @param path the path, without a leading slash
     */
    void delete(String path);

    /**
     * The mounts.
     *
     * @return operations on mounts
     */
    Mounts mounts();

    /**
     * The leases.
     *
     * @return operations on leases
     */
    Leases leases();

    /**
     * A secret read from a path and kept fresh.
     *
     * @param path the path, such as {@code database/creds/app}
     * @return the secret, fetched once already
     */
    RotatingSecret rotating(String path);

    /**
     * A secret read from a path with parameters and kept fresh.
     *
     * @param path the path
     * @param parameters fields by snake_case name, sent with every fetch
     * @return the secret, fetched once already
     */
    RotatingSecret rotating(String path, Map<String, ?> parameters);

    /**
     * A secret read from a path and kept fresh, with options.
     *
     * @param path the path
     * @param parameters fields by snake_case name, sent with every fetch
     * @param options how it rotates
     * @return the secret, fetched once already
     * @throws io.leasehold.error.InvalidRequestException when the role's max TTL is too short for the drain asked for
     */
    RotatingSecret rotating(String path, Map<String, ?> parameters, RotationOptions options);

    /**
     * A secret made by writing to a path (issue or sign a certificate) and kept fresh.
     *
     * @param path the path
     * @param data a map with snake_case keys, or a record, sent with every fetch
     * @return the secret, fetched once already
     */
    RotatingSecret rotatingWrite(String path, Object data);

    /**
     * Stops new requests, lets creations finish or compensates them, revokes the leases that its rotating secrets hold (all
     * leases when the store is in memory), and leaves the rest to the store. Bounded by the builder's close time-out. May be
     * called repeatedly.
     */
    @Override
    void close();

    /** Configures a broker. Not thread-safe. */
    final class Builder {

        Builder() {}

        /**
         * Starts the broker: opens the store, starts the background work.
         *
         * @return the broker
         */
        public SecretBroker build() {
            throw new UnsupportedOperationException();
        }
    }
}
