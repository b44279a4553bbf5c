package io.leasehold.internal.event;

import io.leasehold.event.EventListener;
import io.leasehold.event.LeaseholdEvent;
import java.util.List;
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
        this.listeners = List.copyOf(listeners);
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
