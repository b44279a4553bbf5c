package io.leasehold.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.event.LeaseholdEvent;
import io.leasehold.event.Origin;
import io.leasehold.testkit.time.SettableTime;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventMetersTest {

    private static final Origin APP = new Origin("database", "creds/app");
    private static final Duration TOOK = Duration.ofMillis(20);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SettableTime time = SettableTime.manual();
    private final EventMeters meters = new EventMeters(registry, Tags.of("broker", "b"), time);

    @Test
    void everyEventIsCountedUnderItsTags() {
        meters.on(new LeaseholdEvent.LeaseIssued("database/creds/app/x", APP, "t", Instant.EPOCH, TOOK));
        meters.on(new LeaseholdEvent.CredentialIssued(new Origin("pki", "issue/web"), Duration.ofHours(1), TOOK));
        meters.on(new LeaseholdEvent.IssueFailed("database/creds/app", APP, "no", TOOK));
        meters.on(new LeaseholdEvent.LeaseRenewed("database/creds/app/x", APP, Instant.EPOCH, TOOK));
        meters.on(new LeaseholdEvent.RenewalFailed("database/creds/app/x", APP, "no", TOOK));
        meters.on(new LeaseholdEvent.RevocationFailed("database/creds/app/x", APP, 1, Instant.EPOCH, "no", TOOK));
        meters.on(new LeaseholdEvent.LeaseRevoked(
                "database/creds/app/x", APP, LeaseholdEvent.Cause.EXPIRED, TOOK, Duration.ofSeconds(3)));
        meters.on(new LeaseholdEvent.LeaseForgotten("database/creds/app/x", APP, "u", "t"));
        meters.on(new LeaseholdEvent.Quarantined("database/creds/app/x", "no"));
        meters.on(new LeaseholdEvent.SecretRotated("database/creds/app", 2));
        meters.on(new LeaseholdEvent.RotationFailed("database/creds/app", false, "no"));
        meters.on(new LeaseholdEvent.RotationFailed("database/creds/app", true, "no"));
        meters.on(new LeaseholdEvent.SecretDrained("database/creds/app", 1, Duration.ofSeconds(7)));

        assertThat(counter("leasehold.credentials.issued", "mount", "database", "role", "creds/app", "lease", "true"))
                .isEqualTo(1);
        assertThat(counter("leasehold.credentials.issued", "mount", "pki", "role", "issue/web", "lease", "false"))
                .isEqualTo(1);
        assertThat(timed("leasehold.lease.issue", "outcome", "success", "mount", "database"))
                .isEqualTo(1);
        assertThat(timed("leasehold.lease.issue", "outcome", "failure")).isEqualTo(1);
        assertThat(timed("leasehold.lease.renew", "outcome", "success")).isEqualTo(1);
        assertThat(timed("leasehold.lease.renew", "outcome", "failure")).isEqualTo(1);
        assertThat(timed("leasehold.lease.revoke", "outcome", "failure", "cause", "none"))
                .isEqualTo(1);
        assertThat(timed("leasehold.lease.revoke", "outcome", "success", "cause", "expired"))
                .isEqualTo(1);
        assertThat(registry.get("leasehold.lease.overdue").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
        assertThat(counter("leasehold.leases.forgotten")).isEqualTo(1);
        assertThat(counter("leasehold.entries.quarantined")).isEqualTo(1);
        assertThat(counter("leasehold.secret.rotations", "outcome", "success")).isEqualTo(1);
        assertThat(counter("leasehold.secret.rotations", "outcome", "failure"))
                .as("a renewal that failed is no rotation")
                .isEqualTo(1);
        assertThat(registry.get("leasehold.secret.drain").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(7);
        assertThat(registry.getMeters()).allSatisfy(meter -> {
            assertThat(meter.getId().getTag("broker")).isEqualTo("b");
            assertThat(meter.getId().getTags()).noneMatch(tag -> tag.getValue().endsWith("/x"));
        });
    }

    @Test
    void anEndBeforeItsTimeIsNotOverdue() {
        meters.on(new LeaseholdEvent.LeaseRevoked(
                "database/creds/app/x", APP, LeaseholdEvent.Cause.REVOKED, TOOK, Duration.ZERO));

        assertThat(registry.find("leasehold.lease.overdue").timer()).isNull();
    }

    @Test
    void rolesBeyondTheLimitAreCountedTogether() {
        for (int i = 0; i < EventMeters.MOST_SUBJECTS + 100; i++) {
            meters.on(new LeaseholdEvent.IssueFailed("pki/x", new Origin("pki", "issue/" + i), "no", TOOK));
        }

        assertThat(registry.find("leasehold.lease.issue").timers())
                .hasSizeLessThanOrEqualTo(EventMeters.MOST_SUBJECTS + 1);
        assertThat(timed("leasehold.lease.issue", "role", "other")).isGreaterThanOrEqualTo(100);
    }

    @Test
    void whatWasNotHeardOfForADayIsForgotten() {
        meters.on(new LeaseholdEvent.SecretRotated("database/creds/old", 2));
        time.advance(Duration.ofHours(23));
        meters.on(new LeaseholdEvent.SecretRotated("database/creds/new", 2));
        time.advance(Duration.ofHours(2));
        meters.forgetIdle();

        assertThat(registry.find("leasehold.secret.rotations").counters())
                .singleElement()
                .satisfies(counter -> assertThat(counter.getId().getTag("path")).isEqualTo("database/creds/new"));
        assertThat(registry.find("leasehold.leases.forgotten").counter()).isNotNull();
    }

    @Test
    void closingRemovesAllAndCountsNothingMore() {
        meters.on(new LeaseholdEvent.SecretRotated("database/creds/app", 2));
        meters.close();
        meters.on(new LeaseholdEvent.SecretRotated("database/creds/app", 3));

        assertThat(registry.getMeters()).isEmpty();
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private long timed(String name, String... tags) {
        return registry.get(name).tags(tags).timer().count();
    }
}
