package io.leasehold.micrometer;

import io.leasehold.RotationStatus;
import io.leasehold.SecretBroker;
import io.leasehold.observe.TargetStatus;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How targets and secrets are doing, as of a second ago at most: the gauges of one scrape share one look, which needs no I/O.
 * Thread-safe.
 */
final class States {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final SecretBroker broker;
    private final TimeSource time = TimeSource.system();
    private volatile @Nullable Look last;

    States(SecretBroker broker) {
        this.broker = broker;
    }

    /**
     * One look.
     *
     * @param at the monotonic reading
     * @param targets by id
     * @param secrets by path
     */
    record Look(long at, Map<String, TargetStatus> targets, Map<String, SecretState> secrets) {}

    /** What is there now. */
    Look fresh() {
        Map<String, TargetStatus> targets = new HashMap<>();
        broker.observations().targets().forEach(target -> targets.put(target.id(), target));
        Map<String, SecretState> secrets = new HashMap<>();
        for (RotationStatus status : broker.observations().secrets()) {
            secrets.merge(status.path(), SecretState.of(status), SecretState::worse);
        }
        Look look = new Look(time.nanoTime(), targets, secrets);
        last = look;
        return look;
    }

    Look recent() {
        Look look = last;
        return look == null || time.nanoTime() - look.at() > FRESH.toNanos() ? fresh() : look;
    }
}
