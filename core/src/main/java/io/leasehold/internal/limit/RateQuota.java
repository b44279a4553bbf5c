package io.leasehold.internal.limit;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.binding.Field;
import java.time.Duration;

/**
 * A limit on the rate at which credentials are issued under a path, per instance of the broker.
 *
 * @param path the path, such as {@code database/creds/app}; empty for all
 * @param rate how many per interval
 * @param interval the interval
 */
public record RateQuota(
        @Field("The path whose issues are limited, such as database/creds/app; empty for all issues.")
        String path,

        @Field(value = "How many credentials may be issued per interval, 1 or more.", required = true)
        long rate,

        @Field("The interval; default one second.") Duration interval) {

    /** Fills in the defaults and checks the ranges. */
    public RateQuota {
        path = path == null ? "" : QuotaPath.normalised(path);
        interval = interval == null || interval.isZero() ? Duration.ofSeconds(1) : interval;
        QuotaPath.atLeast("rate", rate, 1);
        if (interval.isNegative() || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new InvalidRequestException("interval", "must be positive and at most one day");
        }
    }
}
