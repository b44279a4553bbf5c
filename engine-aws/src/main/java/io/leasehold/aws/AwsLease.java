package io.leasehold.aws;

import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long users live: the fields of {@code config/lease}. Sessions do not heed it: AWS ends them.
 *
 * @param lease the length of a lease when none is asked for; the mount's when there is no {@code config/lease}
 * @param leaseMax the longest life of a lease, renewals included
 */
public record AwsLease(
        @Field(value = "The length of a lease when none is asked for.", required = true) @Nullable
        Duration lease,

        @Field(value = "The longest life of a lease, renewals included.", required = true) @Nullable
        Duration leaseMax) {}
