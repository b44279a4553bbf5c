package io.leasehold.pki.internal.issue;

import io.leasehold.error.StorageException;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store that fails to write or to read some entries. */
public final class FailingStorage {

    private volatile String failing = "/nothing/";
    private volatile String unread = "/nothing/";
    private volatile boolean after;

    /** From now on, entries with this in their paths are not written, or not answered. */
    public void failOn(String part) {
        failing = part;
    }

    /** From now on, entries with this in their paths are not read. */
    public void failReadsOn(String part) {
        unread = part;
    }

    /** Fails before it writes. */
    public Storage over(Storage storage) {
        return wrapped(storage, false);
    }

    /** Writes, and then fails to say so. */
    public Storage storedThenLost(Storage storage) {
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
                    if (method.getName().equals("get")
                            && arguments[0] instanceof String path
                            && path.contains(unread)) {
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
