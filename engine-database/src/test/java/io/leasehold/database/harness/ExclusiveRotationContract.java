package io.leasehold.database.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a plugin must do, besides, whose server lets one at a time change an account, and the others wait. */
public abstract class ExclusiveRotationContract extends StatementRotationContract {

    /** Whether somebody waits for the exclusion of an account now. */
    protected abstract boolean somebodyWaits();

    @Override
    boolean oneAtATime() {
        return true;
    }

    @Test
    void whoWaitsForTheAccountConfirmsWhenItsTurnHasCome() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(1);
        try {
            AtomicInteger confirmed = new AtomicInteger();
            List<Future<?>> second = new ArrayList<>();
            set(account, NEW, List.of(), new Change(() -> {
                second.add(callers.submit(
                        () -> set(account, "second", List.of(), new Change(confirmed::incrementAndGet))));
                Awaitility.await("the second waits").until(this::somebodyWaits);
                assertThat(confirmed).hasValue(0);
            }));
            second.get(0).get();
            assertThat(confirmed).hasValue(1);
        } finally {
            callers.shutdownNow();
        }
        assertThat(canLogin(account, "second")).isTrue();
    }
}
