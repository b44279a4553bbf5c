package io.leasehold.spring.actuate.health;

import io.leasehold.ExpiryStatus;
import io.leasehold.Lease;
import io.leasehold.RotationStatus;
import io.leasehold.observe.TargetStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * What is up, degraded and down. Degraded is what works now and will not for ever: an old credential is still served, leases are
 * not expired, an account is left on a target. Pure functions; nothing in an answer is secret.
 */
final class HealthRules {

    /** Leases are renewed or replaced at two thirds of their life, a tenth of that earlier at most; less than this is late. */
    private static final int LATE_PART = 4;

    private final Status degraded;

    HealthRules(Status degraded) {
        this.degraded = degraded;
    }

    Health target(TargetStatus target) {
        Health.Builder health = switch (target.state()) {
            case UP -> Health.up();
            case SUSPECT -> degraded("it did not answer the last call");
            case DOWN -> Health.down().withDetail("reason", "it does not answer: its breaker is open");
        };
        health.withDetail("target", target.id()).withDetail("mount", target.mount());
        target.lastError().ifPresent(error -> health.withDetail("error", error));
        return health.build();
    }

    /** The worst of the secrets of one path. */
    Health secrets(List<RotationStatus> ofOnePath) {
        RotationStatus worst = ofOnePath.stream()
                .max(Comparator.comparingInt(HealthRules::trouble)
                        .thenComparing(HealthRules::remaining, Comparator.reverseOrder()))
                .orElseThrow();
        Health.Builder health =
                secret(worst).withDetail("path", worst.path()).withDetail("generation", worst.generation());
        worst.remaining().ifPresent(left -> health.withDetail("remaining", whole(left)));
        health.withDetail("age", whole(worst.age()))
                .withDetail("draining", worst.draining())
                .withDetail("failures", worst.failures());
        worst.lastError().ifPresent(error -> health.withDetail("error", error));
        if (ofOnePath.size() > 1) {
            health.withDetail("secrets", ofOnePath.size());
        }
        return health.build();
    }

    private Health.Builder secret(RotationStatus status) {
        if (expired(status)) {
            return Health.down().withDetail("reason", "the secret has ended and no fresh one could be had");
        }
        if (status.failures() > 0) {
            return degraded("it cannot be renewed or replaced; the old one is served while it lasts");
        }
        return late(status) ? degraded("it should have been renewed or replaced by now") : Health.up();
    }

    private static int trouble(RotationStatus status) {
        if (expired(status)) {
            return 3;
        }
        if (status.failures() > 0) {
            return 2;
        }
        return late(status) ? 1 : 0;
    }

    private static Duration remaining(RotationStatus status) {
        return status.remaining().orElse(Duration.ofSeconds(Long.MAX_VALUE));
    }

    private static boolean expired(RotationStatus status) {
        return status.remaining()
                .filter(left -> left.isNegative() || left.isZero())
                .isPresent();
    }

    private static boolean late(RotationStatus status) {
        // Without a lease it is never renewed: then its age is all that it has lived.
        return status.remaining()
                .filter(left -> left.multipliedBy(LATE_PART)
                                .compareTo(status.lease()
                                        .map(Lease::duration)
                                        .orElseGet(() -> status.age().plus(left)))
                        < 0)
                .isPresent();
    }

    Health expiry(StoreReading reading) {
        ExpiryStatus expiry = reading.expiry();
        if (expiry == null) {
            return unread(reading);
        }
        return expiry.paused()
                .map(reason -> degraded("expiry is paused: " + reason))
                .orElseGet(Health::up)
                .withDetail("due", expiry.due())
                .withDetail("leases", expiry.total())
                .build();
    }

    Health leases(StoreReading reading) {
        Long irrevocable = reading.irrevocable();
        if (irrevocable == null) {
            return unread(reading);
        }
        Health.Builder health = irrevocable > 0
                ? degraded(
                        "credentials could not be removed from their targets; they are tried again daily and on request")
                : Health.up();
        return health.withDetail("irrevocable", irrevocable).build();
    }

    private Health unread(StoreReading reading) {
        String error = reading.error();
        return error == null
                ? Health.unknown()
                        .withDetail("reason", "the lease store was not read yet")
                        .build()
                : degraded("the lease store cannot be read; what was issued stays usable")
                        .withDetail("error", error)
                        .build();
    }

    private Health.Builder degraded(String reason) {
        return new Health.Builder(degraded).withDetail("reason", reason);
    }

    private static String whole(Duration duration) {
        return Duration.ofSeconds(duration.toSeconds()).toString();
    }
}
