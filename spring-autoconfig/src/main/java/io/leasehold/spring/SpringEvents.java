package io.leasehold.spring;

import io.leasehold.event.EventListener;
import io.leasehold.event.LeaseholdEvent;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Publishes the broker's events in the application, as payloads: {@code @EventListener void on(LeaseholdEvent event)} gets them, on the
 * thread where the fact happened. Those of the shutdown are not published, because listeners may be gone by then.
 */
final class SpringEvents implements EventListener {

    private final ConfigurableApplicationContext context;

    SpringEvents(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    public void on(LeaseholdEvent event) {
        if (!context.isClosed()) {
            context.publishEvent(event);
        }
    }
}
