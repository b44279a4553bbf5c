package io.leasehold.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.spi.storage.Storage;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.event.RecordingEvents;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Brokers that share one store and one hand-moved time. Each has a scheduler of its own, so a broker whose scheduler is not
 * run is like a process that was killed. Not thread-safe, but its brokers are.
 */
final class ContractBrokers implements AutoCloseable {

    private static final Duration STEP = Duration.ofSeconds(1);

    /** More steps than any back-off in these tests needs: half an hour. */
    private static final int STEPS = 1_800;

    final SettableTime time = SettableTime.manual();
    final RecordingEvents events = new RecordingEvents();
    private final Storage storage = new InMemoryStorage(time);
    /** Needed because the store is shared: without one every broker in memory has a key of its own. */
    private final MasterKey masterKey = MasterKey.fromBytes(randomBytes());

    private final List<SecretBroker> brokers = new ArrayList<>();
    private ManualScheduler current = new ManualScheduler(time);

    /** Starts a broker, which from now on is the one whose background work runs. */
    SecretBroker start(String name, SecretEngineProvider engine) {
        current = new ManualScheduler(time);
        SecretBroker broker = SecretBroker.builder()
                .name(name)
                .sharedStorage(storage)
                .masterKey(masterKey)
                .engine(engine)
                .timeSource(time)
                .scheduler(current)
                .listener(events)
                .build();
        brokers.add(broker);
        return broker;
    }

    /** Lets time pass and runs what falls due on the way, in the broker that was started last. */
    void advance(Duration duration) {
        current.advance(duration);
    }

    /** Lets time pass second by second until something is so. */
    void advanceUntil(String what, BooleanSupplier so) {
        int steps = 0;
        while (!so.getAsBoolean() && steps++ < STEPS) {
            current.advance(STEP);
        }
        assertThat(so.getAsBoolean()).as(what).isTrue();
    }

    @Override
    public void close() {
        for (SecretBroker broker : brokers) {
            broker.close();
        }
        storage.close();
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
