package io.leasehold.alert;

import io.leasehold.error.InvalidRequestException;
import java.time.Duration;

/**
 * From when on a broker raises alerts. Each instance watches what it sees: numbers of targets as they are, leases issued and
 * renewals by itself alone. A condition is raised when its number is above the threshold, and cleared when it is at nine tenths
 * of it or below. Immutable.
 *
 * @param interval how often the conditions are looked at: 10 seconds to 1 hour
 * @param databaseLeasesPercent leases of a database, in percent of the connections that it accepts: 1 to 1000
 * @param awsUsersPercent users of an AWS account, in percent of its quota: 1 to 100
 * @param creationSpikeFactor leases of a role issued in five minutes, as a multiple of what was normal in five minutes of the
 *     hour before: above 1, 1000 at most. There is no spike within the first 15 minutes of a broker
 * @param creationSpikeMinimum leases of a role in five minutes up to which there is no spike, whatever was normal: 1 or more
 * @param renewalFailurePercent renewals of a mount's leases that failed, in percent of those of the last 15 minutes: 0 to 100
 * @param renewalFailureMinimum failed renewals of a mount in 15 minutes below which the rate means nothing: 1 or more
 * @param pkiIssuedPerHour certificates of a mount in an hour; 0 for what the mount says itself at {@code config/issuance}, which
 *     is 1000 unless configured
 */
public record AlertRules(
        Duration interval,
        int databaseLeasesPercent,
        int awsUsersPercent,
        double creationSpikeFactor,
        long creationSpikeMinimum,
        double renewalFailurePercent,
        long renewalFailureMinimum,
        long pkiIssuedPerHour) {

    /** The thresholds of the guide, looked at once a minute. */
    public static final AlertRules DEFAULT = new AlertRules(Duration.ofSeconds(60), 80, 90, 5, 20, 5, 3, 0);

    private static final int MOST_PERCENT = 100;
    private static final int MOST = 1_000;

    /**
     * Checks the thresholds.
     *
     * @throws InvalidRequestException naming the one that is out of its range
     */
    public AlertRules {
        if (interval.compareTo(Duration.ofSeconds(10)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new InvalidRequestException("interval", "must be from PT10S to PT1H, was " + interval);
        }
        within("databaseLeasesPercent", databaseLeasesPercent, 1, MOST);
        within("awsUsersPercent", awsUsersPercent, 1, MOST_PERCENT);
        if (!(creationSpikeFactor > 1 && creationSpikeFactor <= MOST)) {
            throw new InvalidRequestException(
                    "creationSpikeFactor", "must be above 1, and 1000 at most, was " + creationSpikeFactor);
        }
        atLeast("creationSpikeMinimum", creationSpikeMinimum, 1);
        if (!(renewalFailurePercent >= 0 && renewalFailurePercent <= MOST_PERCENT)) {
            throw new InvalidRequestException(
                    "renewalFailurePercent", "must be from 0 to 100, was " + renewalFailurePercent);
        }
        atLeast("renewalFailureMinimum", renewalFailureMinimum, 1);
        atLeast("pkiIssuedPerHour", pkiIssuedPerHour, 0);
    }

    private static void within(String field, int value, int from, int to) {
        if (value < from || value > to) {
            throw new InvalidRequestException(field, "must be from " + from + " to " + to + ", was " + value);
        }
    }

    private static void atLeast(String field, long value, long least) {
        if (value < least) {
            throw new InvalidRequestException(field, "must be " + least + " or more, was " + value);
        }
    }

    /**
     * Looks at the conditions at another interval.
     *
     * @param every 10 seconds to 1 hour
     * @return the changed copy
     */
    public AlertRules withInterval(Duration every) {
        return new AlertRules(
                every,
                databaseLeasesPercent,
                awsUsersPercent,
                creationSpikeFactor,
                creationSpikeMinimum,
                renewalFailurePercent,
                renewalFailureMinimum,
                pkiIssuedPerHour);
    }

    /**
     * Another threshold for leases of databases.
     *
     * @param percent 1 to 1000
     * @return the changed copy
     */
    public AlertRules withDatabaseLeasesPercent(int percent) {
        return new AlertRules(
                interval,
                percent,
                awsUsersPercent,
                creationSpikeFactor,
                creationSpikeMinimum,
                renewalFailurePercent,
                renewalFailureMinimum,
                pkiIssuedPerHour);
    }

    /**
     * Another threshold for users of AWS accounts.
     *
     * @param percent 1 to 100
     * @return the changed copy
     */
    public AlertRules withAwsUsersPercent(int percent) {
        return new AlertRules(
                interval,
                databaseLeasesPercent,
                percent,
                creationSpikeFactor,
                creationSpikeMinimum,
                renewalFailurePercent,
                renewalFailureMinimum,
                pkiIssuedPerHour);
    }

    /**
     * Another meaning of a spike.
     *
     * @param factor above 1, 1000 at most
     * @param minimum 1 or more
     * @return the changed copy
     */
    public AlertRules withCreationSpike(double factor, long minimum) {
        return new AlertRules(
                interval,
                databaseLeasesPercent,
                awsUsersPercent,
                factor,
                minimum,
                renewalFailurePercent,
                renewalFailureMinimum,
                pkiIssuedPerHour);
    }

    /**
     * Another threshold for renewals that fail.
     *
     * @param percent 0 to 100
     * @param minimum 1 or more
     * @return the changed copy
     */
    public AlertRules withRenewalFailures(double percent, long minimum) {
        return new AlertRules(
                interval,
                databaseLeasesPercent,
                awsUsersPercent,
                creationSpikeFactor,
                creationSpikeMinimum,
                percent,
                minimum,
                pkiIssuedPerHour);
    }

    /**
     * Another threshold for certificates.
     *
     * @param perHour 0 for what each mount says itself
     * @return the changed copy
     */
    public AlertRules withPkiIssuedPerHour(long perHour) {
        return new AlertRules(
                interval,
                databaseLeasesPercent,
                awsUsersPercent,
                creationSpikeFactor,
                creationSpikeMinimum,
                renewalFailurePercent,
                renewalFailureMinimum,
                perHour);
    }
}
