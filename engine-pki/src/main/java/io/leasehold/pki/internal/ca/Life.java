package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.spi.engine.LeaseLimits;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From when until when an authority's certificate is valid, in whole seconds. Pure function.
 *
 * @param notBefore from when
 * @param notAfter until when
 */
record Life(Instant notBefore, Instant notAfter) {

    /** The end of a certificate that has none (RFC 5280, section 4.1.2.5). */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Duration BACKDATED = Duration.ofSeconds(30);

    static Life of(
            @Nullable Duration ttl,
            @Nullable String notAfter,
            @Nullable Duration notBeforeDuration,
            LeaseLimits limits,
            Instant now,
            List<String> warnings) {
        boolean hasEnd = notAfter != null && !notAfter.isEmpty();
        boolean hasTtl = ttl != null && !ttl.isZero();
        if (hasEnd && hasTtl) {
            throw new InvalidRequestException(
                    "not_after",
                    "Either ttl or not_after should be provided. Both should not be provided in the same request");
        }
        Duration asked = hasTtl && ttl != null ? ttl : limits.defaultTtl();
        Instant wanted = hasEnd && notAfter != null ? end(notAfter) : plus(now, asked);
        Instant latest = plus(now, limits.maxTtl());
        if (wanted.isAfter(latest)) {
            warnings.add((hasEnd ? "not_after " + wanted : "TTL " + asked.toSeconds() + "s")
                    + " is beyond the mount's max TTL of " + limits.maxTtl().toSeconds()
                    + "s, so that the certificate ends at " + latest.truncatedTo(ChronoUnit.SECONDS)
                    + "; tune the mount's max_lease_ttl for a longer life");
            wanted = latest;
        }
        Duration back = notBeforeDuration == null || notBeforeDuration.isZero() ? BACKDATED : notBeforeDuration;
        if (back.compareTo(Duration.between(Instant.EPOCH, now)) > 0) {
            throw new InvalidRequestException("not_before_duration", "reaches back before 1970");
        }
        Instant begin = now.minus(back).truncatedTo(ChronoUnit.SECONDS);
        Instant last = wanted.truncatedTo(ChronoUnit.SECONDS);
        if (!last.isAfter(now)) {
            throw new InvalidRequestException(
                    hasEnd ? "not_after" : "ttl",
                    "the certificate would have ended at " + last + ", before it is made: ask for a longer life");
        }
        return new Life(begin, last);
    }

    private static Instant end(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(Instant.EPOCH) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeException malformed) {
            // Told below.
        }
        throw new InvalidRequestException(
                "not_after",
                "'" + Names.shown(text)
                        + "' is no time of RFC 3339 between 1970 and 9999: write it as 2030-01-31T00:00:00Z");
    }

    private static Instant plus(Instant now, Duration life) {
        return Duration.between(now, LAST).compareTo(life) < 0 ? LAST : now.plus(life);
    }
}
