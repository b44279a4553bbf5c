package io.leasehold.internal.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.alert.AlertRules;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.event.Origin;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedTest {

    private static final Origin APP = new Origin("db", "creds/app");

    private final Clock clock = new Clock();
    private final Counted counted = new Counted(clock);

    @Test
    void fiveTimesTheRateOfTheHourBeforeIsASpike() {
        steadily(60, 10);
        steadily(5, 50);
        assertThat(spike()).satisfies(finding -> {
            assertThat(finding.value()).isEqualTo(250);
            assertThat(finding.threshold()).isEqualTo(250);
        });
        issue(1);
        assertThat(spike().value()).isGreaterThan(spike().threshold());
    }

    @Test
    void aFewMoreThanVeryFewAreNoSpike() {
        issue(1);
        pass(60);
        issue(20);
        assertThat(spike().value()).isEqualTo(20);
        assertThat(spike().threshold()).isEqualTo((double) AlertRules.DEFAULT.creationSpikeMinimum());
        issue(1);
        assertThat(spike().value()).isGreaterThan(spike().threshold());
    }

    @Test
    void nothingIsASpikeBeforeItIsKnownWhatIsNormal() {
        issue(10_000);
        pass(18);
        issue(10_000);
        assertThat(findings(Rule.CREATION_SPIKE)).isEmpty();
        pass(1);
        assertThat(findings(Rule.CREATION_SPIKE)).hasSize(1);
    }

    @Test
    void aHighRateThatStaysBecomesNormal() {
        steadily(60, 10);
        steadily(70, 100);
        assertThat(spike().value()).isLessThan(spike().threshold() * Standing.CLEARED_AT);
    }

    @Test
    void renewalsFailByTheirShareOfFifteenMinutes() {
        renew(97, 3);
        assertThat(failing()).isEqualTo(3);
        renew(0, 3);
        assertThat(failing()).isGreaterThan(5);
        pass(15);
        assertThat(failing()).isZero();
    }

    @Test
    void twoFailuresOfTwoMeanNothingYet() {
        renew(0, 2);
        assertThat(failing()).isZero();
        renew(0, 1);
        assertThat(failing()).isEqualTo(100);
    }

    @Test
    void memoryIsBoundedInTheNumberOfRoles() {
        for (int i = 0; i < 2 * Counted.MOST_SUBJECTS; i++) {
            counted.on(new LeaseholdEvent.LeaseIssued(
                    "x", new Origin("db", "creds/" + i), "t", Instant.EPOCH, Duration.ZERO));
        }
        pass(30);
        assertThat(findings(Rule.CREATION_SPIKE)).hasSize(Counted.MOST_SUBJECTS + 1);
        pass(60);
        assertThat(findings(Rule.CREATION_SPIKE)).hasSize(Counted.MOST_SUBJECTS + 1);
        assertThat(findings(Rule.CREATION_SPIKE))
                .as("forgotten after they were quiet")
                .isEmpty();
    }

    private void steadily(int minutes, int each) {
        for (int i = 0; i < minutes; i++) {
            pass(1);
            issue(each);
        }
    }

    private void issue(int many) {
        for (int i = 0; i < many; i++) {
            counted.on(new LeaseholdEvent.LeaseIssued("x", APP, "t", Instant.EPOCH, Duration.ZERO));
        }
    }

    private void renew(int good, int bad) {
        for (int i = 0; i < good; i++) {
            counted.on(new LeaseholdEvent.LeaseRenewed("x", APP, Instant.EPOCH, Duration.ZERO));
        }
        for (int i = 0; i < bad; i++) {
            counted.on(new LeaseholdEvent.RenewalFailed("x", APP, "no", Duration.ZERO));
        }
    }

    private void pass(int minutes) {
        clock.now += Duration.ofMinutes(minutes).toNanos();
    }

    private Finding spike() {
        return findings(Rule.CREATION_SPIKE).get(0);
    }

    private double failing() {
        return findings(Rule.RENEWALS).get(0).value();
    }

    private List<Finding> findings(Rule rule) {
        return counted.findings(AlertRules.DEFAULT).stream()
                .filter(finding -> finding.key().rule() == rule)
                .toList();
    }

    /** Moved by hand. */
    private static final class Clock implements TimeSource {

        private long now = -Duration.ofMinutes(90).toNanos();

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            now += duration.toNanos();
        }
    }
}
