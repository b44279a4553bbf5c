package io.leasehold.database.internal.datasource;

import java.util.OptionalInt;

/** What the data source knows of the pool around it. Implementations are thread-safe. */
interface PoolLink {

    /** No pool is known. */
    PoolLink NONE = new PoolLink() {

        @Override
        public OptionalInt size() {
            return OptionalInt.empty();
        }

        @Override
        public boolean evictsByBorrowing() {
            return false;
        }

        @Override
        public void borrowAndEvictOne() {}

        @Override
        public void evictAll() {}
    };

    /** How many connections the pool may have at most; empty when unknown. */
    OptionalInt size();

    /** Whether connections have to be evicted by {@link #borrowAndEvictOne}, as they have no exit of their own. */
    boolean evictsByBorrowing();

    /**
     * Borrows a connection as any caller does; evicts it if it runs on a replaced credential, else gives it back. For
     * connections without an {@linkplain PhysicalConnection#exit() exit} of their own. Returns at once; does nothing while
     * an earlier call is still waiting for its connection.
     */
    void borrowAndEvictOne();

    /** Has the pool give up all its connections, those in use on their return. The last resort before the limit. */
    void evictAll();
}
