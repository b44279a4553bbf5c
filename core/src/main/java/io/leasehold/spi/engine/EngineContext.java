package io.leasehold.spi.engine;

import io.leasehold.event.LeaseholdEvent;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** All that an engine may use of its broker. Thread-safe. */
public interface EngineContext {

    /**
     * The name of the broker, which marks accounts on targets.
     *
     * @return the name
     */
    String brokerName();

    /**
     * The identity of the store, which marks accounts on targets.
     *
     * @return the store's id
     */
    String storeId();

    /**
     * Where the engine is mounted, for messages and duties.
     *
     * @return the path without a trailing slash
     */
    String mountPath();

    /**
     * Sealed storage that belongs to this mount alone.
     *
     * @return the storage
     */
    EngineStorage storage();

    /**
     * The store's time, read from the store.
     *
     * @return the time
     */
    Instant now();

    /**
     * Cryptographic randomness.
     *
     * @return the source; thread-safe
     */
    SecureRandom random();

    /**
     * The TTLs in effect at this mount, at most two seconds old: a tune of the mount is seen without making the engine anew.
     *
     * @return the limits
     */
    LeaseLimits leaseLimits();

    /**
     * Passwords by the broker's named policies.
     *
     * @return the policies
     */
    Passwords passwords();

    /**
     * The targets of this mount.
     *
     * @return their limits and states
     */
    Targets targets();

    /**
     * Compares accounts on targets with leases.
     *
     * @return the comparison, for this mount
     */
    Reconciler reconciler();

    /**
     * Runs a duty again and again, once per cluster, under a lock in the store.
     *
     * @param name names the duty within the mount
     * @param interval from the end of one run to the start of the next, at least one second
     * @param duty what to do; idempotent, throws what it likes (logged, tried again at the next turn)
     */
    default void duty(String name, Duration interval, Runnable duty) {
        duty(name, interval, () -> true, duty);
    }

    /**
     * Runs a duty again and again as long as there is something to do. Every instance asks whether there is; only one that
     * finds so takes the lock in the store, so that a duty without work writes nothing.
     *
     * @param name names the duty within the mount
     * @param interval from the end of one turn to the start of the next, at least one second
     * @param needed whether there is something to do; cheap
     * @param duty what to do; idempotent, throws what it likes (logged, tried again at the next turn)
     */
    void duty(String name, Duration interval, BooleanSupplier needed, Runnable duty);

    /**
     * Tells the broker's listeners a fact that the broker cannot know by itself. What listeners throw is logged and goes no
     * further. Contexts of a broker tell it; others, such as those of tests, need not.
     *
     * @param event the fact, without secrets
     */
    default void publish(LeaseholdEvent event) {}

    /**
     * Says that what is read at a path of this mount is another value now, so that rotating secrets of this process which
     * hold the former one without a lease read it again at once. Others notice by themselves a little later. Returns at
     * once.
     *
     * @param path the path relative to the mount
     */
    void changed(String path);
}
