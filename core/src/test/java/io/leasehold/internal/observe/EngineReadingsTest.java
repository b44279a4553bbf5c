package io.leasehold.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.error.TargetUnavailableException;
import io.leasehold.observe.Measurement;
import io.leasehold.observe.Readings;
import io.leasehold.spi.engine.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineReadingsTest {

    private final Map<String, Measured> engines = new TreeMap<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final EngineReadings readings = new EngineReadings("test", () -> engines, Duration.ofSeconds(3));

    @AfterEach
    void close() {
        released.countDown();
        readings.close();
    }

    @Test
    void numbersCarryTheirMount() {
        engines.put("db", () -> List.of(probe("shop", 7)));

        Readings read = readings.read();

        assertThat(read.measurements())
                .containsExactly(Measurement.count(
                        "leasehold.test", Map.of("mount", "db", "connection", "shop"), 7, "a number"));
        assertThat(read.missing()).isEmpty();
    }

    @Test
    void aTargetThatHangsDelaysAndHidesNobodyElse() {
        AtomicInteger begun = new AtomicInteger();
        List<Measured.Probe> probes = new ArrayList<>();
        probes.add(new Measured.Probe("hanging", () -> {
            begun.incrementAndGet();
            await();
            return List.of();
        }));
        probes.add(probe("shop", 1));
        engines.put("db", () -> probes);

        for (int i = 0; i < 20; i++) {
            Readings read = readings.read();
            assertThat(read.measurements()).hasSize(1);
            assertThat(read.missing()).singleElement().satisfies(missing -> {
                assertThat(missing.subject()).isEqualTo("hanging");
                assertThat(missing.error()).contains("no answer");
            });
        }
        assertThat(begun).as("one that still runs is not begun again").hasValue(1);
    }

    @Test
    void aTargetThatFailsIsNamedWithItsReason() {
        engines.put(
                "db",
                () -> List.of(
                        new Measured.Probe("down", () -> {
                            throw new TargetUnavailableException("it is down", false, null);
                        }),
                        new Measured.Probe("broken", () -> {
                            throw new IllegalStateException("password=geheim");
                        })));
        engines.put("other", () -> {
            throw new IllegalStateException("password=geheim");
        });

        assertThat(readings.read().missing())
                .containsExactlyInAnyOrder(
                        new Readings.Missing("db", "down", "it is down"),
                        new Readings.Missing("db", "broken", "the engine failed unexpectedly: IllegalStateException"),
                        new Readings.Missing("other", "", "the engine failed unexpectedly: IllegalStateException"));
    }

    @Test
    void afterItsEndNothingIsAsked() {
        engines.put("db", () -> List.of(probe("shop", 7)));
        readings.close();

        assertThat(readings.read().measurements()).isEmpty();
        assertThat(readings.read().missing()).hasSize(1);
    }

    @Test
    void anEndIsNotDelayedByWhatHangs() throws Exception {
        EngineReadings patient = new EngineReadings("patient", () -> engines, Duration.ofMinutes(10));
        CountDownLatch begun = new CountDownLatch(1);
        engines.put(
                "db",
                () -> List.of(new Measured.Probe("hanging", () -> {
                    begun.countDown();
                    while (released.getCount() > 0) {
                        // Nor does an interrupt end it.
                        await();
                        Thread.interrupted();
                    }
                    return List.of();
                })));
        FutureTask<Readings> asking = new FutureTask<>(patient::read);
        Thread thread = new Thread(asking, "asking");
        thread.start();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        patient.close();

        assertThat(asking.get(30, TimeUnit.SECONDS).missing())
                .singleElement()
                .satisfies(missing -> assertThat(missing.error()).contains("closed"));
        thread.join();
    }

    private static Measured.Probe probe(String connection, double value) {
        return new Measured.Probe(
                connection,
                () -> List.of(
                        Measurement.count("leasehold.test", Map.of("connection", connection), value, "a number")));
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
