package io.leasehold.database.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How long a client waits for its server, on a driver that only listens. */
final class TransactionPatienceTest {

    private final AtomicReference<Duration> left = new AtomicReference<>(Duration.ofSeconds(20));
    private final List<Integer> told = new ArrayList<>();
    private final Transaction transaction = new Transaction(listening(Connection.class), left::get, failure -> {
        throw new AssertionError(failure);
    });

    @Test
    void aDriverIsToldOnceWhileLittleTimePasses() throws StepException {
        for (int i = 0; i < 10; i++) {
            transaction.execute("look", "SELECT 1");
            left.updateAndGet(now -> now.minusMillis(20));
        }
        assertThat(told).containsExactly(22_000);
    }

    @Test
    void aDriverIsNeverMuchMorePatientThanThereIsTime() throws StepException {
        for (int i = 0; i < 100; i++) {
            transaction.execute("look", "SELECT 1");
            long allowed = left.get().toMillis() + 2_000;
            assertThat((long) told.get(told.size() - 1)).isBetween(allowed, allowed + 500);
            left.updateAndGet(now -> now.minusMillis(180));
        }
        assertThat(told).isSortedAccordingTo((one, other) -> other - one).hasSizeBetween(30, 40);
    }

    private <T> T listening(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setNetworkTimeout")) {
                        told.add((Integer) arguments[1]);
                    }
                    if (method.getName().equals("createStatement")) {
                        return listening(Statement.class);
                    }
                    return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
                }));
    }
}
