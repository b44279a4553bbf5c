package io.leasehold.testkit.event;

import io.leasehold.event.EventListener;
import io.leasehold.event.LeaseholdEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Keeps every event of a broker, in the order in which they were told. Thread-safe. */
public final class RecordingEvents implements EventListener {

    private final List<LeaseholdEvent> events = new CopyOnWriteArrayList<>();

    /** Creates a listener that has heard nothing yet. */
    public RecordingEvents() {}

    @Override
    public void on(LeaseholdEvent event) {
        events.add(event);
    }

    /**
     * Everything heard so far.
     *
     * @return a copy
     */
    public List<LeaseholdEvent> all() {
        return List.copyOf(events);
    }

    /**
     * The events of one kind.
     *
     * @param type the kind
     * @param <T> the kind
     * @return a copy, in order
     */
    public <T extends LeaseholdEvent> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * Waits until an event of one kind fits, whether it was told before or comes later.
     *
     * @param type the kind
     * @param condition what the event has to fulfil
     * @param limit how long to wait in real time
     * @param <T> the kind
     * @return the first event that fits
     * @throws org.awaitility.core.ConditionTimeoutException when none came in time
     */
    public <T extends LeaseholdEvent> T await(Class<T> type, Predicate<? super T> condition, Duration limit) {
        return Awaitility.await("an event " + type.getSimpleName())
                .atMost(limit)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> of(type).stream().filter(condition).toList(), found -> !found.isEmpty())
                .get(0);
    }

    /** Forgets everything heard so far. */
    public void clear() {
        events.clear();
    }
}
