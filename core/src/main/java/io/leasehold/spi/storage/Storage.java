package io.leasehold.spi.storage;

import java.time.Instant;

/**
 * Where leases and configuration live. One storage may be shared by any number of brokers in any number of processes; it
 * is all that they share. Implementations are thread-safe and pass the contract tests of the testkit.
 *
 * <p>The storage owns the one clock of all leases (see {@link #now()}). It never sees a secret in clear: values come to it
 * sealed.
 *
 * <p>Every method throws {@link io.leasehold.error.StorageException} when the store fails. A write that failed in a way
 * that leaves its outcome open says so by {@link io.leasehold.error.StorageException.Reason#OUTCOME_UNKNOWN}.
 */
public interface Storage extends AutoCloseable {

    /**
     * The identity of this store, made at random when it was created and kept ever after. It is bound into every sealed
     * value, so that a value copied to another store cannot be opened there.
     *
     * @return the same id for every process that shares the store
     */
    String id();

    /**
     * Whether what is written survives this process. A durable store needs a master key; a volatile one warns when an
     * engine is enabled that leaves something behind.
     *
     * @return true when a returned write survives a crash of the process and the machine
     */
    boolean durable();

    /**
     * What time it is, by the store: the only clock that leases know, plus the {@link ClockOffset} of tests. Precision is
     * milliseconds. It may jump (a store restored, a clock corrected); whoever acts on it watches for that.
     *
     * @return the store's time
     */
    Instant now();

    /**
     * The leases.
     *
     * @return the same object at every call
     */
    LeaseStore leases();

    /**
     * The configuration and engine state.
     *
     * @return the same object at every call
     */
    EntryStore entries();

    /** Releases connections and files. May be called repeatedly; everything else fails afterwards. */
    @Override
    void close();
}
