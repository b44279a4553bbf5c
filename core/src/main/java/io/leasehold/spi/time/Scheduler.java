package io.leasehold.spi.time;

import java.time.Duration;

/**
 * Runs the library's background work: expiry, renewals, duties, listeners. Implementations are thread-safe. The broker
 * creates and closes its own unless it was given one, which it never closes.
 */
public interface Scheduler {

    /**
     * Runs an action once after a delay, on a thread of the scheduler. The action may block; an exception from it is the
     * action's own concern and must not stop the scheduler.
     *
     * @param name a short name of the work, for thread names and logs
     * @param delay how long to wait; zero or negative means as soon as a thread is free
     * @param action what to run
     * @return a handle to cancel it
     */
    Task schedule(String name, Duration delay, Runnable action);

    /** A scheduled action. */
    interface Task {

        /** Prevents the action from starting. Does not stop one that runs already. May be called repeatedly. */
        void cancel();
    }
}
