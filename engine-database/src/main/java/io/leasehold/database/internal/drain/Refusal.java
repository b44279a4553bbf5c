package io.leasehold.database.internal.drain;

import java.time.Duration;

/**
 * The target refused a credential.
 *
 * @param at when, by the monotonic clock in nanoseconds
 * @param error what the driver said; drivers name the user at most, never the password
 */
public record Refusal(long at, Exception error) {

    /** How often a refused credential is tried again: what refused it may have been corrected on the server. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /**
     * Whether it is too early to try again.
     *
     * @param now the monotonic clock in nanoseconds
     * @return true during {@link #RETRY_AFTER}
     */
    public boolean isRecent(long now) {
        return now - at < RETRY_AFTER.toNanos();
    }
}
