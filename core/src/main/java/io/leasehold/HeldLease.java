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
 * @param published the monotonic reading when this generation was first held
 * @param hardLeft what was left then until the lease can no longer be renewed, null when there is no such end
 */
record HeldLease(
        Secret secret,
        long generation,
        long since,
        long published,
        @Nullable Duration hardLeft) {

    Optional<Lease> lease() {
        return secret.lease();
    }

    Duration age(TimeSource time) {
        return Duration.ofNanos(time.nanoTime() - since);
    }

    /** The same credential after its lease was renewed. */
    HeldLease renewed(Secret renewed, long now, @Nullable Duration newHardLeft) {
        return new HeldLease(renewed, generation, now, published, newHardLeft);
    }

    /** How long ago this generation was published. */
    Duration publishedFor(TimeSource time) {
        return Duration.ofNanos(time.nanoTime() - published);
    }

    /** What is left of the lease, or of a credential that ends by itself; empty for a secret that has no end. */
    Optional<Duration> left(TimeSource time) {
        return lease().map(Lease::duration).or(secret::validFor).map(life -> life.minus(age(time)));
    }

    /** What is left until the lease can no longer be renewed; null when there is no such end. */
    @Nullable
    Duration hardLeft(TimeSource time) {
        return hardLeft == null ? null : hardLeft.minus(age(time));
    }

    /** What is left until the lease ends for good, renewed as often as it can be; null when there is no such end. */
    @Nullable
    Duration endLeft(TimeSource time) {
        return left(time)
                .map(left -> RotationTiming.end(
                        left, hardLeft(time), lease().map(Lease::renewable).orElse(false)))
                .orElse(null);
    }

    boolean expired(TimeSource time) {
        return left(time).map(left -> left.isNegative() || left.isZero()).orElse(false);
    }
}
