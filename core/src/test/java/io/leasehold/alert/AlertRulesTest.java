package io.leasehold.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AlertRulesTest {

    @Test
    void theDefaultsAreThoseOfTheGuide() {
        AlertRules rules = AlertRules.DEFAULT;

        assertThat(rules.databaseLeasesPercent()).isEqualTo(80);
        assertThat(rules.awsUsersPercent() * 5000 / 100).isEqualTo(4500);
        assertThat(rules.creationSpikeFactor()).isEqualTo(5);
        assertThat(rules.creationSpikeMinimum())
                .as("as in leasehold-alerts.yml")
                .isEqualTo(20);
        assertThat(rules.renewalFailurePercent()).isEqualTo(5);
        assertThat(rules.interval()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aThresholdOutOfItsRangeIsRefusedByName() {
        refused("interval", () -> AlertRules.DEFAULT.withInterval(Duration.ofSeconds(9)));
        refused("interval", () -> AlertRules.DEFAULT.withInterval(Duration.ofHours(2)));
        refused("databaseLeasesPercent", () -> AlertRules.DEFAULT.withDatabaseLeasesPercent(0));
        refused("awsUsersPercent", () -> AlertRules.DEFAULT.withAwsUsersPercent(101));
        refused("creationSpikeFactor", () -> AlertRules.DEFAULT.withCreationSpike(1, 50));
        refused("creationSpikeFactor", () -> AlertRules.DEFAULT.withCreationSpike(Double.NaN, 50));
        refused("creationSpikeMinimum", () -> AlertRules.DEFAULT.withCreationSpike(5, 0));
        refused("renewalFailurePercent", () -> AlertRules.DEFAULT.withRenewalFailures(101, 3));
        refused("renewalFailurePercent", () -> AlertRules.DEFAULT.withRenewalFailures(Double.NaN, 3));
        refused("renewalFailureMinimum", () -> AlertRules.DEFAULT.withRenewalFailures(5, 0));
        refused("pkiIssuedPerHour", () -> AlertRules.DEFAULT.withPkiIssuedPerHour(-1));
    }

    @Test
    void eachThresholdIsSetByItself() {
        AlertRules all = AlertRules.DEFAULT
                .withInterval(Duration.ofMinutes(2))
                .withDatabaseLeasesPercent(70)
                .withAwsUsersPercent(60)
                .withCreationSpike(3, 20)
                .withRenewalFailures(10, 4)
                .withPkiIssuedPerHour(500);

        assertThat(all).isEqualTo(new AlertRules(Duration.ofMinutes(2), 70, 60, 3, 20, 10, 4, 500));
    }

    private static void refused(String field, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidRequestException.class).hasMessageContaining(field);
    }
}
