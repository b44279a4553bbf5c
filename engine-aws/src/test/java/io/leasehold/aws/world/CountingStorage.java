package io.leasehold.aws.world;

import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often rows of leases are deleted, however many at a time. Thread-safe as the store is. */
final class CountingStorage implements Storage {

    private final Storage store;
    private final LeaseStore leases;
    private final AtomicInteger deletions = new AtomicInteger();

    CountingStorage(Storage store) {
        this.store = store;
        this.leases = (LeaseStore) Proxy.newProxyInstance(
                LeaseStore.class.getClassLoader(), new Class<?>[] {LeaseStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("delete")) {
                        deletions.incrementAndGet();
                    }
                    try {
                        return method.invoke(store.leases(), arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    int deletions() {
        return deletions.get();
    }

    @Override
    public String id() {
        return store.id();
    }

    @Override
    public boolean durable() {
        return store.durable();
    }

    @Override
    public Instant now() {
        return store.now();
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public EntryStore entries() {
        return store.entries();
    }

    @Override
    public void close() {
        store.close();
    }
}
