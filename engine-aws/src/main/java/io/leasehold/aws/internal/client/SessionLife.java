package io.leasehold.aws.internal.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/** How long a session lasts that STS has just given. Stateless. */
public final class SessionLife {

    private SessionLife() {}

    /**
     * Reads it by AWS's own clock, so that it does not matter how far ours is off.
     *
     * @param expiration when the session ends, or null when AWS did not say
     * @param response the answer, which has a date
     * @param asked what was asked for
     * @return the time that is left, never more than was asked for
     */
    public static Duration of(@Nullable Instant expiration, SdkHttpResponse response, Duration asked) {
        if (expiration == null) {
            return asked;
        }
        Duration life = response.firstMatchingHeader("Date")
                .map(SessionLife::date)
                .map(date -> Duration.between(date, expiration))
                .orElse(asked);
        if (life.isNegative()) {
            return Duration.ZERO;
        }
        return life.compareTo(asked) > 0 ? asked : life;
    }

    private static @Nullable Instant date(String header) {
        try {
            return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException odd) {
            return null;
        }
    }
}
