package io.leasehold.micrometer;

import io.leasehold.RotationStatus;
import java.time.Duration;

/**
 * The numbers of the rotating secrets of one path. Several of a path show the worst of each number.
 *
 * @param age seconds since the current generation was published
 * @param remaining seconds that are left; not a number without an end
 * @param generation the generation
 * @param failures failures in a row
 * @param draining former leases that are held, of all
 */
record SecretState(double age, double remaining, double generation, double failures, double draining) {

    private static final double MILLIS = 1000;

    static SecretState of(RotationStatus status) {
        return new SecretState(
                seconds(status.age()),
                status.remaining().map(SecretState::seconds).orElse(Double.NaN),
                status.generation(),
                status.failures(),
                status.draining());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    SecretState worse(SecretState other) {
        return new SecretState(
                Math.max(age, other.age),
                Double.isNaN(remaining) || other.remaining < remaining ? other.remaining : remaining,
                Math.max(generation, other.generation),
                Math.max(failures, other.failures),
                draining + other.draining);
    }
}
