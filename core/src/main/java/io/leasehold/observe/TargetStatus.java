package io.leasehold.observe;

import java.util.Optional;

/**
 * How a target is doing, as far as this process has used it. Immutable.
 *
 * @param id the target
 * @param mount the path of the mount that it belongs to, empty when that is not known yet
 * @param state whether it answers
 * @param running calls that are running on it now, in this process
 * @param concurrency calls that may run on it at once, in this process
 * @param lastError why it did not answer the last call; empty when it did
 */
public record TargetStatus(
        String id, String mount, State state, int running, int concurrency, Optional<String> lastError) {

    /** Whether a target answers. */
    public enum State {
        /** It answered the last call, or was not called yet. */
        UP,
        /** It did not answer the last call, and is still called. */
        SUSPECT,
        /** It did not answer the last calls: its breaker is open, and only a single call tries it now and then. */
        DOWN
    }
}
