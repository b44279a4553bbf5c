package io.leasehold.event;

/** Is told of events. Runs on the thread where the fact happened: must be quick. What it throws is logged. */
@FunctionalInterface
public interface EventListener {

    /**
     * Takes notice of an event.
     *
     * @param event the fact
     */
    void on(LeaseholdEvent event);
}
