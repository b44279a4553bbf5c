package io.leasehold.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A configured limit (lease count, issue rate) refuses the request before anything reached the target. */
public final class LimitExceededException extends LeaseholdException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /**
     * Creates the error.
     *
     * @param message which limit was reached and its value
     * @param retryAfter when a retry can succeed, or null when only the end of other leases helps
     */
    public LimitExceededException(String message, @Nullable Duration retryAfter) {
        super(message, null);
        this.retryAfter = retryAfter;
    }

    /**
     * When a retry can succeed.
     *
     * @return the time to wait, empty when it cannot be foretold
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
