package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A lease is sealed within the store's transaction. Whoever then waited for the key ring, while whoever changes the ring waits
 * for the store, would wait for ever.
 */
class SealsInTransactionTest {

    private static final String PATH = World.MOUNT + "/creds/app";

    private final World world = World.ready(true);
    private final List<String> callsWithinInsert = new ArrayList<>();
    private Runnable beforeInsert = () -> {};
    private boolean within;
    private int rowsMade;

    @Test
    void aDataKeyThatIsReplacedJustBeforeTheInsertIsNotWaitedForWithinIt() {
        World.Node node = world.start(builder -> builder.sharedStorage(watched(world.store)));
        node.broker().read(PATH);
        rowsMade = 0;
        beforeInsert = () -> {
            beforeInsert = () -> {};
            node.broker().write("sys/rotate");
        };

        assertThat(node.broker().read(PATH).lease()).isPresent();

        assertThat(callsWithinInsert).as("calls to the store while it inserts").isEmpty();
        assertThat(rowsMade).as("once in vain, and once more").isEqualTo(2);
        assertThat(world.rows()).hasSize(2);
    }

    private Storage watched(Storage storage) {
        LeaseStore leases = watched(LeaseStore.class, storage.leases());
        EntryStore entries = watched(EntryStore.class, storage.entries());
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "leases" -> leases;
                    case "entries" -> entries;
                    default -> call(storage, method, arguments);
                });
    }

    private <T> T watched(Class<T> type, T store) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (within) {
                        callsWithinInsert.add(method.getName());
                    }
                    if (!method.getName().equals("insert")) {
                        return call(store, method, arguments);
                    }
                    beforeInsert.run();
                    Intent intent = (Intent) arguments[0];
                    return call(store, method, new Object[] {
                        new Intent(intent.guards(), intent.limits(), now -> {
                            within = true;
                            rowsMade++;
                            try {
                                return intent.row().apply(now);
                            } finally {
                                within = false;
                            }
                        })
                    });
                }));
    }

    private static Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
