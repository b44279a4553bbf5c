package io.leasehold.spi.engine;

import java.util.function.Supplier;

/**
 * What the broker knows of a mount's targets: how much may run on each at once, whether it answers, and how many leases it
 * holds. A target is the immutable endpoint part of a connection; its id is made once and never reused. Thread-safe.
 */
public interface Targets {

    /**
     * Sets how many calls may run on a target at once in this process. Until then the broker's default applies.
     *
     * @param targetId the target
     * @param concurrency calls at once, 1 or more
     */
    void limit(String targetId, int concurrency);

    /**
     * Runs work on a target under its limit and breaker, for work that is not a lease (a connection check, a rotation).
     *
     * @param targetId the target
     * @param work what to run on the calling thread
     * @param <T> the result's type
     * @return the work's result
     * @throws io.leasehold.error.TargetUnavailableException when the breaker is open, or no place became free in time
     */
    <T> T call(String targetId, Supplier<T> work);

    /**
     * Ends the pause of a target that did not answer the last calls: the next call in this process is let through to try. To
     * be called when an operator changed how the target is reached; its breaker closes when that call is answered.
     *
     * @param targetId the target
     */
    void retry(String targetId);

    /**
     * Says that a target is gone for good and will not be called again: it is no longer shown, and its state is forgotten.
     *
     * @param targetId the target
     */
    void forget(String targetId);

    /**
     * How many leases a target holds, in any state.
     *
     * @param targetId the target
     * @return the number of rows in the store
     */
    long leases(String targetId);

    /**
     * Gives up a target for good: its leases become irrevocable, with the reason, and the broker forgets its state. Used
     * only when an operator forces a connection away.
     *
     * @param targetId the target
     * @param reason why, for the leases' error
     * @return how many leases it left
     */
    int abandon(String targetId, String reason);
}
