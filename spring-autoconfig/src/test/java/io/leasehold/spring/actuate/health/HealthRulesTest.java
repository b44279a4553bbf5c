package io.leasehold.spring.actuate.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.ExpiryStatus;
import io.leasehold.Lease;
import io.leasehold.RotationStatus;
import io.leasehold.observe.TargetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class HealthRulesTest {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final HealthRules rules = new HealthRules(DEGRADED);

    @ParameterizedTest
    @CsvSource({"UP, UP", "SUSPECT, DEGRADED", "DOWN, DOWN"})
    void aTargetIsDownWhenItsBreakerIsOpen(TargetStatus.State state, String status) {
        Health health = rules.target(new TargetStatus("db", "database", state, 0, 4, Optional.of("refused")));
        assertThat(health.getStatus().getCode()).isEqualTo(status);
        assertThat(health.getDetails()).containsEntry("target", "db").containsEntry("error", "refused");
    }

    @ParameterizedTest
    @CsvSource({
        "3600, 0, UP",
        "1200, 0, UP",
        "1000, 0, UP",
        "890, 0, DEGRADED",
        "3600, 1, DEGRADED",
        "1, 9, DEGRADED",
        "0, 0, DOWN",
        "-5, 9, DOWN"
    })
    void aSecretWithALeaseOfAnHour(long left, int failures, String status) {
        Health health = rules.secrets(List.of(leased(left, failures)));
        assertThat(health.getStatus().getCode()).isEqualTo(status);
        assertThat(health.getDetails())
                .containsEntry("generation", 7L)
                .containsEntry("remaining", Duration.ofSeconds(left).toString())
                .containsEntry("failures", failures);
    }

    @Test
    void aSecretWithoutALeaseIsLateByItsWholeLife() {
        assertThat(status(plain(Duration.ofHours(70), Duration.ofHours(30)))).isEqualTo(Status.UP);
        assertThat(status(plain(Duration.ofHours(80), Duration.ofHours(20)))).isEqualTo(DEGRADED);
        assertThat(status(plain(Duration.ofDays(900), null)))
                .as("without an end")
                .isEqualTo(Status.UP);
    }

    @Test
    void theWorstOfAPathCounts() {
        Health health = rules.secrets(List.of(leased(3600, 0), leased(-1, 3), leased(100, 1)));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("secrets", 3).containsEntry("remaining", "PT-1S");
        assertThat(rules.secrets(List.of(leased(100, 1), leased(3600, 1))).getDetails())
                .as("the one with least time left")
                .containsEntry("remaining", "PT1M40S");
    }

    @Test
    void pausedExpiryAndWhatCannotBeRevokedAreDegraded() {
        StoreReading well = new StoreReading(new ExpiryStatus(Optional.empty(), Instant.EPOCH, 2, 9), 0L, null);
        StoreReading ill =
                new StoreReading(new ExpiryStatus(Optional.of("the clock jumped"), Instant.EPOCH, 2, 9), 3L, null);
        StoreReading unread = new StoreReading(null, null, "no disk");
        assertThat(rules.expiry(well).getStatus()).isEqualTo(Status.UP);
        assertThat(rules.leases(well).getStatus()).isEqualTo(Status.UP);
        assertThat(rules.expiry(ill).getStatus()).isEqualTo(DEGRADED);
        assertThat(rules.expiry(ill).getDetails()).containsEntry("reason", "expiry is paused: the clock jumped");
        assertThat(rules.leases(ill).getStatus()).isEqualTo(DEGRADED);
        assertThat(rules.leases(ill).getDetails()).containsEntry("irrevocable", 3L);
        assertThat(rules.leases(unread).getStatus()).isEqualTo(DEGRADED);
        assertThat(rules.expiry(unread).getDetails()).containsEntry("error", "no disk");
        assertThat(rules.expiry(StoreReading.NONE).getStatus()).isEqualTo(Status.UNKNOWN);
    }

    private Status status(RotationStatus secret) {
        return rules.secrets(List.of(secret)).getStatus();
    }

    private static RotationStatus leased(long left, int failures) {
        return new RotationStatus(
                "db/creds/app",
                7,
                Optional.of(new Lease("db/creds/app/1", Duration.ofHours(1), true, Instant.EPOCH)),
                Optional.of(Duration.ofSeconds(left)),
                Duration.ofHours(9),
                0,
                failures,
                failures > 0 ? Optional.of("the target does not answer") : Optional.empty());
    }

    private static RotationStatus plain(Duration age, @Nullable Duration left) {
        return new RotationStatus(
                "pki/issue/web", 1, Optional.empty(), Optional.ofNullable(left), age, 0, 0, Optional.empty());
    }
}
