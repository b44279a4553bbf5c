package io.leasehold.spring;

import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A store together with the pool that was made for it, so that the pool ends after it. */
record OpenStore(Storage storage, @Nullable AutoCloseable pool) implements Storage {

    @Override
    public String id() {
        return storage.id();
    }

    @Override
    public boolean durable() {
        return storage.durable();
    }

    @Override
    public Instant now() {
        return storage.now();
    }

    @Override
    public LeaseStore leases() {
        return storage.leases();
    }

    @Override
    public EntryStore entries() {
        return storage.entries();
    }

    @Override
    public void close() {
        try {
            storage.close();
        } finally {
            closePool();
        }
    }

    private void closePool() {
        if (pool != null) {
            try {
                pool.close();
            } catch (Exception e) {
                throw new IllegalStateException("the store's pool cannot be closed", e);
            }
        }
    }
}
