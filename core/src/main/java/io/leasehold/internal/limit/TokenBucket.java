package io.leasehold.internal.limit;

import java.time.Duration;

/**
 * Lets so many through per interval, evenly: an allowance that fills up with time and is spent one by one. A pure state
 * machine over monotonic readings; its owner guards it.
 */
final class TokenBucket {

    private final double capacity;
    private final double nanosPerToken;
    private double tokens;
    private long at;

    TokenBucket(double rate, Duration interval, long now) {
        this.capacity = Math.max(1, rate);
        this.nanosPerToken = interval.toNanos() / rate;
        this.tokens = capacity;
        this.at = now;
    }

    /** Takes one if there is one. Returns how long to wait for the next, zero when one was taken. */
    Duration take(long now) {
        Duration wait = untilNext(now);
        if (wait.isZero()) {
            tokens--;
        }
        return wait;
    }

    /** How long to wait for the next one, zero when there is one. Takes none. */
    Duration untilNext(long now) {
        tokens = Math.min(capacity, tokens + (now - at) / nanosPerToken);
        at = now;
        return tokens >= 1 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - tokens) * nanosPerToken));
    }
}
