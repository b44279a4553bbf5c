package io.leasehold;

import io.leasehold.internal.rotation.RotationTiming;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A secret with its lease as its holder sees it: what is left is measured by the monotonic source from the answer on.
 * Immutable.
 *
 * @param secret the secret
 * @param generation its number
 * @param since the monotonic reading at the answer
 * @param hardLeft what was left then until the lease can no longer be renewed, null when there is no such end
 */
record HeldLease(
        Secret secret,
        long generation,
        long since,
        @Nullable Duration hardLeft) {

    Optional<Lease> lease() {
        return secret.lease();
    }

    Duration age(TimeSource time) {
        return Duration.ofNanos(time.nanoTime() - since);
    }

    /** What is left of the lease; empty for a secret without one. */
    Optional<Duration> left(TimeSource time) {
        return lease().map(lease -> lease.duration().minus(age(time)));
    }

    /** What is left until the lease can no longer be renewed; null when there is no such end. */
    @Nullable
    Duration hardLeft(TimeSource time) {
        return hardLeft == null ? null : hardLeft.minus(age(time));
    }

    /** What is left until the lease ends for good, renewed as often as it can be; null when there is no such end. */
    @Nullable
    Duration endLeft(TimeSource time) {
        Optional<Lease> lease = lease();
        return lease.isEmpty()
                ? null
                : RotationTiming.end(
                        lease.get().duration().minus(age(time)),
                        hardLeft(time),
                        lease.get().renewable());
    }

    boolean expired(TimeSource time) {
        return left(time).map(left -> left.isNegative() || left.isZero()).orElse(false);
    }
}
