package io.leasehold;

import io.leasehold.alert.AlertRules;
import io.leasehold.event.EventListener;
import io.leasehold.internal.broker.BrokerSettings;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.Scheduler;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
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
     * Deletes what is at a path, with parameters. Nothing there is success.
     *
     * @param path the path, without a leading slash
     * @param parameters fields by snake_case name, such as {@code force} for a connection that has live leases
     */
    void delete(String path, Map<String, ?> parameters);

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
     * What the broker says of itself when it is asked.
     *
     * @return numbers and states
     */
    Observations observations();

    /**
     * Has a listener told of events from now on, as {@link Builder#listener} does from the start.
     *
     * @param listener is called on the thread where the fact happened
     * @return ends it
     */
    Subscription subscribe(EventListener listener);

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
     * Has this broker's rotating secrets of a path replaced now, in the background: what {@link RotatingSecret#rotate()} does, for an
     * operator who does not hold them.
     *
     * @param path the path that they are fetched from
     * @return how many there are that are open; 0 when nothing here holds a secret of that path
     * @throws io.leasehold.error.ClosedException when the broker is closed
     */
    int rotate(String path);

    /**
     * Stops new requests, lets creations finish or compensates them, revokes the leases that its rotating secrets hold (all
     * leases when the store is in memory), and leaves the rest to the store. Bounded by the builder's close time-out. May be
     * called repeatedly.
     */
    @Override
    void close();

    /**
     * Configures a broker. Not thread-safe.
     *
     * <p>Engines are found through {@link java.util.ServiceLoader}; nothing else has to be set for a broker in memory.
     */
    final class Builder {

        private final BrokerSettings.Draft draft = new BrokerSettings.Draft();

        Builder() {}

        /**
         * Names this application: the display name of its requests, and the mark on its accounts.
         *
         * @param name 1 to 64 printable ASCII characters; default {@code leasehold}
         * @return this builder
         */
        public Builder name(String name) {
            draft.name = name;
            return this;
        }

        /**
         * Sets the store, which the broker closes when it is closed. Default: in memory.
         *
         * @param storage the store
         * @return this builder
         */
        public Builder storage(Storage storage) {
            draft.storage = storage;
            draft.storageOwned = true;
            return this;
        }

        /**
         * Sets a store that others use too; the broker never closes it.
         *
         * @param storage the store
         * @return this builder
         */
        public Builder sharedStorage(Storage storage) {
            draft.storage = storage;
            draft.storageOwned = false;
            return this;
        }

        /**
         * Sets the master key, which a durable store needs.
         *
         * @param key the key that new data keys are wrapped with
         * @param former keys that data keys in the store may still be wrapped with, while a rotation is under way
         * @return this builder
         */
        public Builder masterKey(MasterKey key, MasterKey... former) {
            draft.masterKey = key;
            draft.formerMasterKeys = List.of(former);
            return this;
        }

        /**
         * Adds an engine type, in place of one of the same type found on the class or module path.
         *
         * @param provider makes the engines
         * @return this builder
         */
        public Builder engine(SecretEngineProvider provider) {
            draft.engines.add(provider);
            return this;
        }

        /**
         * Adds a listener for events.
         *
         * @param listener is called on the thread where the fact happened
         * @return this builder
         */
        public Builder listener(EventListener listener) {
            draft.listeners.add(listener);
            return this;
        }

        /**
         * Has the broker watch conditions by itself: leases that fill a database, renewals that fail. Those that hold are
         * logged, told as events, and stand in {@link Observations#alerts()}. Default: it watches none.
         *
         * @param rules from when on a condition holds, such as {@link AlertRules#DEFAULT}
         * @return this builder
         */
        public Builder alerts(AlertRules rules) {
            draft.alerts = rules;
            return this;
        }

        /**
         * Sets the TTL of leases for which neither role nor mount says one.
         *
         * @param ttl one second or more; default 768 hours
         * @return this builder
         */
        public Builder defaultLeaseTtl(Duration ttl) {
            draft.defaultLeaseTtl = ttl;
            return this;
        }

        /**
         * Sets the longest total life of leases for which neither role nor mount says one.
         *
         * @param ttl one second or more, not below the default TTL; default 768 hours
         * @return this builder
         */
        public Builder maxLeaseTtl(Duration ttl) {
            draft.maxLeaseTtl = ttl;
            return this;
        }

        /**
         * Sets how long a creation may take. It is also how long a crash in mid-creation can leave a credential behind.
         *
         * @param timeout one second to ten minutes; default 30 seconds
         * @return this builder
         */
        public Builder creationTimeout(Duration timeout) {
            draft.creationTimeout = timeout;
            return this;
        }

        /**
         * Sets how long one attempt to revoke may take.
         *
         * @param timeout one second to ten minutes; default 20 seconds. A claim on a lease holds ten seconds
         *     longer, which is also how long a crash in mid-revocation delays the next attempt
         * @return this builder
         */
        public Builder revocationTimeout(Duration timeout) {
            draft.revocationTimeout = timeout;
            return this;
        }

        /**
         * Sets how long {@link SecretBroker#close()} may take.
         *
         * @param timeout one second to ten minutes; default 30 seconds
         * @return this builder
         */
        public Builder closeTimeout(Duration timeout) {
            draft.closeTimeout = timeout;
            return this;
        }

        /**
         * Sets how often due leases are looked for.
         *
         * @param interval 100 milliseconds to one hour; default one second
         * @return this builder
         */
        public Builder expiryInterval(Duration interval) {
            draft.expiryInterval = interval;
            return this;
        }

        /**
         * Sets the pause before a failed revocation is tried again for the first time; it doubles with each failure, with
         * jitter, up to an hour.
         *
         * @param backoff 10 milliseconds to one hour; default 10 seconds
         * @return this builder
         */
        public Builder revocationBackoff(Duration backoff) {
            draft.revocationBackoff = backoff;
            return this;
        }

        /**
         * Sets how many revocations run at once in this broker, over all targets.
         *
         * @param workers 1 to 256; default 8
         * @return this builder
         */
        public Builder workers(int workers) {
            draft.workers = workers;
            return this;
        }

        /**
         * Sets how many calls run on one target at once, where its engine does not say.
         *
         * @param concurrency 1 to 256; default 4
         * @return this builder
         */
        public Builder targetConcurrency(int concurrency) {
            draft.targetConcurrency = concurrency;
            return this;
        }

        /**
         * Starts with expiry paused, for a store that was restored from a backup: {@link Leases#expiry()} says what would be
         * revoked, and {@link Leases#resumeExpiry()} starts it.
         *
         * @return this builder
         */
        public Builder startPaused() {
            draft.startPaused = true;
            return this;
        }

        /**
         * Sets the source of elapsed time, for tests.
         *
         * @param time the source
         * @return this builder
         */
        public Builder timeSource(TimeSource time) {
            draft.time = time;
            return this;
        }

        /**
         * Sets the scheduler of background work, which the broker never closes. Default: threads of its own.
         *
         * @param scheduler the scheduler
         * @return this builder
         */
        public Builder scheduler(Scheduler scheduler) {
            draft.scheduler = scheduler;
            return this;
        }

        /**
         * Starts the broker: opens the key ring in the store, starts the background work. Does not contact any target.
         *
         * @return the broker
         * @throws io.leasehold.error.InvalidRequestException when a setting is out of its range, or a durable store has no
         *     master key
         * @throws io.leasehold.error.StorageException when the store cannot be used, or the master key is not its own
         */
        public SecretBroker build() {
            return DefaultBroker.start(draft.check());
        }
    }
}
