package io.leasehold.internal.event;

import io.leasehold.event.EventListener;
import io.leasehold.event.LeaseholdEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners; what they throw is logged and goes no further. Thread-safe. */
public final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private final List<EventListener> listeners;

    /**
     * Creates the dispatcher.
     *
     * @param listeners whom to tell
     */
    public Events(List<EventListener> listeners) {
        this.listeners = new CopyOnWriteArrayList<>(listeners);
    }

    /**
     * Tells another listener from now on.
     *
     * @param listener whom to tell
     * @return ends it; running it again does nothing more
     */
    public Runnable subscribe(EventListener listener) {
        // Of its own, so that a listener that was given twice is told twice, and each registration ends by itself.
        EventListener registration = event -> listener.on(event);
        listeners.add(registration);
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                listeners.remove(registration);
            }
        };
    }

    /**
     * Tells every listener.
     *
     * @param event the fact
     */
    public void publish(LeaseholdEvent event) {
        for (EventListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                LOG.warn("An event listener failed on {}", event, e);
            }
        }
    }
}
