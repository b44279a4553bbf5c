package io.leasehold.spring;

import io.leasehold.event.EventListener;
import io.leasehold.event.LeaseholdEvent;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Publishes the broker's events in the application, as payloads: {@code @EventListener void on(LeaseholdEvent event)} gets them, on the
 * thread where the fact happened. Those of the start are not published: Spring would make listeners on a thread of the broker, which
 * waits for the main thread then, and keeps early events in a set for one thread. Nor are those of the shutdown, because listeners
 * may be gone by then.
 */
final class SpringEvents implements EventListener {

    private final ConfigurableApplicationContext context;

    SpringEvents(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    public void on(LeaseholdEvent event) {
        if (context.isRunning() && !context.isClosed()) {
            context.publishEvent(event);
        }
    }
}
