package io.leasehold.internal.ttl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a lease lives from now on.
 *
 * @param ttl whole seconds from the time it was worked out at, at least one
 * @param expiresAt when that ends, in whole seconds
 * @param hardEnd the end that no renewal passes under today's limits, never before {@code expiresAt}; null for a periodic
 *     lease that may be renewed for ever
 * @param warnings what was capped, for the caller
 */
public record TtlResult(
        Duration ttl, Instant expiresAt, @Nullable Instant hardEnd, List<String> warnings) {

    /** Takes copies. */
    public TtlResult {
        warnings = List.copyOf(warnings);
    }
}
