package io.leasehold.spring.aws;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Rotating credentials of AWS.
 *
 * @param path Where the application's credentials come from, such as aws/creds/deploy, aws/sts/deploy or aws/static-creds/deploy. They are the primary AwsCredentialsProvider. Without it there are only those by name.
 * @param parameters Sent with each read of the path, such as role-arn or ttl. None by default.
 * @param drain How long a replaced credential stays good; as long as the longest apiCallTimeout of the clients, or longer. A number without a unit is seconds. At least 0. Default 5 minutes.
 * @param expirySkew How long before its end a session is not served any more, if no fresh one can be had; a number without a unit is seconds. At least 0. Default 1 minute.
 * @param refreshInterval Least time between refreshes that are asked for, by the application or by refused keys; a number without a unit is seconds. More than 0. Default 30 seconds.
 * @param primary Which one of the credentials by name is the primary AwsCredentialsProvider, instead of a path. None by default.
 * @param credentials Further credentials by name, as beans NAMEAwsCredentials and NAMEAwsCredentialsProvider. None by default.
 */
@ConfigurationProperties("leasehold.aws")
public record LeaseholdAwsProperties(
        @Nullable String path,
        @DefaultValue Map<String, String> parameters,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5m")
        Duration drain,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1m")
        Duration expirySkew,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30s")
        Duration refreshInterval,

        @Nullable String primary,
        @DefaultValue Map<String, Credentials> credentials) {

    /** The application's own ones, as one of many. */
    Credentials own() {
        return new Credentials(path, parameters, drain, expirySkew, refreshInterval);
    }

    /**
     * One set of credentials.
     *
     * @param path Where they come from, such as aws/creds/deploy, aws/sts/deploy or aws/static-creds/deploy.
     * @param parameters Sent with each read of the path, such as role-arn or ttl. None by default.
     * @param drain How long a replaced credential stays good; a number without a unit is seconds. At least 0. Default 5 minutes.
     * @param expirySkew How long before its end a session is not served any more, if no fresh one can be had; a number without a unit is seconds. At least 0. Default 1 minute.
     * @param refreshInterval Least time between refreshes that are asked for; a number without a unit is seconds. More than 0. Default 30 seconds.
     */
    @ConfigurationPropertiesSource
    public record Credentials(
            @Nullable String path,
            @DefaultValue Map<String, String> parameters,

            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5m")
            Duration drain,

            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1m")
            Duration expirySkew,

            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30s")
            Duration refreshInterval) {}
}
