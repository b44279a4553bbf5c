package io.leasehold.testkit.fault;

import io.leasehold.error.StorageException;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * The way of one process to a store that it shares with others. The process dies at some access, before or after it, or as soon as
 * something else is so; from then on no access of its has an effect. Thread-safe.
 */
public final class MortalStorage implements Storage {

    private static final int NEVER = Integer.MAX_VALUE;

    private final Storage store;
    private final LeaseStore leases;
    private final EntryStore entries;
    private int left = NEVER;
    private boolean after;
    private BooleanSupplier cause = () -> false;
    private boolean dead;

    /**
     * A way to a store.
     *
     * @param store the store, which stays open when this way is closed
     */
    public MortalStorage(Storage store) {
        this.store = store;
        this.leases = proxy(LeaseStore.class, store.leases());
        this.entries = proxy(EntryStore.class, store.entries());
    }

    /**
     * Plans death at an access.
     *
     * @param access which one, 0 for the next one
     * @param afterIt whether that access still has its effect
     */
    public synchronized void dieAt(int access, boolean afterIt) {
        left = access;
        after = afterIt;
    }

    /**
     * Plans death as soon as something is so.
     *
     * @param so asked at each access
     */
    public synchronized void dieWhen(BooleanSupplier so) {
        cause = so;
    }

    /** Forgets what was planned, unless it has come. */
    public synchronized void live() {
        left = NEVER;
        cause = () -> false;
    }

    /**
     * Whether death has come.
     *
     * @return true from then on
     */
    public synchronized boolean isDead() {
        return dead;
    }

    private <T> T proxy(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> access(real, method, arguments)));
    }

    private Object access(Object real, Method method, Object[] arguments) throws Throwable {
        boolean last = isLast();
        if (isDead() && !(last && after)) {
            throw new StorageException(StorageException.Reason.UNAVAILABLE, "the process is dead", null);
        }
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
        if (last) {
            throw new StorageException(StorageException.Reason.OUTCOME_UNKNOWN, "the process is dead", null);
        }
        return result;
    }

    /** Whether the process dies at this access. */
    private synchronized boolean isLast() {
        if (dead) {
            return false;
        }
        if (cause.getAsBoolean()) {
            dead = true;
            return false;
        }
        dead = left == 0;
        left = left == NEVER ? NEVER : left - 1;
        return dead;
    }

    @Override
    public String id() {
        return store.id();
    }

    @Override
    public boolean durable() {
        return true;
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
        return entries;
    }

    @Override
    public void close() {
        // Others use the store too.
    }
}
