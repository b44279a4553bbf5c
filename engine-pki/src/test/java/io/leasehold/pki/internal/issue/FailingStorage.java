package io.leasehold.pki.internal.issue;

import io.leasehold.error.StorageException;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store that fails to write some entries. */
final class FailingStorage {

    private volatile String failing = "/nothing/";
    private volatile boolean after;

    void failOn(String part) {
        failing = part;
    }

    /** Fails before it writes. */
    Storage over(Storage storage) {
        return wrapped(storage, false);
    }

    /** Writes, and then fails to say so. */
    Storage storedThenLost(Storage storage) {
        return wrapped(storage, true);
    }

    private Storage wrapped(Storage storage, boolean after) {
        this.after = after;
        EntryStore entries = proxy(EntryStore.class, storage.entries(), storage.entries());
        return proxy(Storage.class, storage, entries);
    }

    private <T> T proxy(Class<T> type, Object target, EntryStore entries) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("entries")) {
                        return entries;
                    }
                    if (method.getName().equals("put")
                            && arguments[0] instanceof EntryStore.Entry entry
                            && entry.path().contains(failing)) {
                        if (after) {
                            method.invoke(target, arguments);
                            throw new StorageException(
                                    StorageException.Reason.OUTCOME_UNKNOWN, "the store's answer was lost", null);
                        }
                        throw new StorageException(
                                StorageException.Reason.UNAVAILABLE, "the store does not answer", null);
                    }
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
