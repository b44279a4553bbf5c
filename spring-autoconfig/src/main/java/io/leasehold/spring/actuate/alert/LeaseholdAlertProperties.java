package io.leasehold.spring.actuate.alert;

import io.leasehold.alert.AlertRules;
import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * From when on the broker raises alerts by itself. Immutable.
 *
 * @param enabled Whether the broker watches conditions, and logs and publishes those that hold.
 * @param interval How often the conditions are looked at, 10 seconds to 1 hour.
 * @param databaseLeasesPercent Leases of a database, in percent of the connections that it accepts, 1 to 1000.
 * @param awsUsersPercent Users of an AWS account, in percent of its quota, 1 to 100.
 * @param creationSpikeFactor Leases of a role issued in five minutes, as a multiple of what was normal in the hour before,
 *     above 1 and 1000 at most.
 * @param creationSpikeMinimum Leases of a role in five minutes up to which there is no spike, 1 or more.
 * @param renewalFailurePercent Renewals of a mount's leases that failed, in percent of those of the last 15 minutes, 0 to 100.
 * @param renewalFailureMinimum Failed renewals of a mount in 15 minutes below which the rate means nothing, 1 or more.
 * @param pkiIssuedPerHour Certificates of a mount in an hour; 0 for the rate_threshold that the mount has at config/issuance.
 */
@ConfigurationProperties("leasehold.alerts")
public record LeaseholdAlertProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("60s") Duration interval,
        @DefaultValue("80") int databaseLeasesPercent,
        @DefaultValue("90") int awsUsersPercent,
        @DefaultValue("5") double creationSpikeFactor,
        @DefaultValue("20") long creationSpikeMinimum,
        @DefaultValue("5") double renewalFailurePercent,
        @DefaultValue("3") long renewalFailureMinimum,
        @DefaultValue("0") long pkiIssuedPerHour) {

    /** Checks the thresholds, so that a start fails before anything is made. */
    public LeaseholdAlertProperties {
        rules(
                interval,
                databaseLeasesPercent,
                awsUsersPercent,
                creationSpikeFactor,
                creationSpikeMinimum,
                renewalFailurePercent,
                renewalFailureMinimum,
                pkiIssuedPerHour);
    }

    /**
     * What the broker is given.
     *
     * @return the thresholds
     */
    public AlertRules rules() {
        return rules(
                interval,
                databaseLeasesPercent,
                awsUsersPercent,
                creationSpikeFactor,
                creationSpikeMinimum,
                renewalFailurePercent,
                renewalFailureMinimum,
                pkiIssuedPerHour);
    }

    private static AlertRules rules(
            Duration interval,
            int databaseLeasesPercent,
            int awsUsersPercent,
            double creationSpikeFactor,
            long creationSpikeMinimum,
            double renewalFailurePercent,
            long renewalFailureMinimum,
            long pkiIssuedPerHour) {
        try {
            return new AlertRules(
                    interval,
                    databaseLeasesPercent,
                    awsUsersPercent,
                    creationSpikeFactor,
                    creationSpikeMinimum,
                    renewalFailurePercent,
                    renewalFailureMinimum,
                    pkiIssuedPerHour);
        } catch (InvalidRequestException e) {
            throw new IllegalArgumentException("leasehold.alerts." + kebab(e), e);
        }
    }

    /** The rules name their component and then what is wrong with it; here it is a property. */
    private static String kebab(InvalidRequestException e) {
        String field = e.field().orElse("");
        String property = field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return String.valueOf(e.getMessage()).replace(field, property);
    }
}
