package io.leasehold.aws;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the broker reaches AWS: the fields of {@code config/root}. A component that is null was not sent; a write changes only the
 * fields sent. Immutable; its text form shows no secret.
 *
 * @param accessKey the id of the managing user's access key; without one, the SDK's default credentials chain is used
 * @param secretKey the secret of that key
 * @param roleArn a role that is assumed, whose session is the root credential: with an identity token, which needs no key, or else with
 *     the key, or with what the default chain gives
 * @param identityTokenAudience whom identity tokens are made for; they come from {@link io.leasehold.aws.spi.IdentityTokens}
 * @param identityTokenTtl for how long they are to be valid, a minute to a day; an hour by default
 * @param identityTokenFile a file with an identity token, read anew whenever one is needed, such as Kubernetes keeps it
 * @param region the region of STS, and what IAM's partition is told by; {@code AWS_REGION}, {@code AWS_DEFAULT_REGION}, {@code us-east-1} by default
 * @param iamEndpoint another endpoint of IAM than the region's
 * @param stsEndpoint another endpoint of STS than the region's
 * @param stsRegion the region that requests to {@code sts_endpoint} are signed for
 * @param stsFallbackEndpoints further endpoints of STS, of which the first that answers is used
 * @param stsFallbackRegions their regions, as many
 * @param maxRetries retries of a request that may be repeated; the SDK's default when -1
 * @param usernameTemplate the template of the names of users and sessions; {@code vault-} names by default
 * @param propagationChecks how many times in a row a new user's key has to work before it is handed out; 3 by default, 0 for not
 *     waiting at all
 * @param propagationTimeout for how long that is waited for; by default, and at most, what is left of the time for a creation
 * @param userLimitPercent how much of the account's quota of users may be used up before no further user is made, in percent; 90 by
 *     default, 0 for not looking at all
 * @param verifyConnection whether a write asks AWS who the credential is ({@code GetCallerIdentity}) before it stores anything; true by default
 * @param rotationPeriod the time from one rotation of the key to the next, 5 seconds or more; never by itself without it
 * @param rotationSchedule when to rotate it, as the five fields of a cron line, in UTC; instead of a period
 * @param rotationWindow for how long after its time a scheduled rotation may be begun, an hour or more; for ever without it
 * @param disableAutomatedRotation whether rotations by themselves pause; false by default
 * @param rotationGrace for how long the old key is kept after a rotation, for requests that are under way with it; 30 seconds by
 *     default, 0 for not at all
 */
public record AwsRoot(
        @Field("The id of the managing user's access key; the SDK's default chain without one.") @Nullable
        String accessKey,

        @Field("The secret of that key.") @Sensitive @Nullable
        String secretKey,

        @Field("A role whose session is the root credential.") @Nullable
        String roleArn,

        @Field("Whom identity tokens for role_arn are made for.") @Nullable
        String identityTokenAudience,

        @Field("For how long identity tokens are valid; an hour by default.") @Nullable
        Duration identityTokenTtl,

        @Field("A file with the identity token for role_arn.") @Nullable
        String identityTokenFile,

        @Field("The region; that of the environment, else us-east-1, by default.") @Nullable
        String region,

        @Field("Another endpoint of IAM.") @Nullable String iamEndpoint,

        @Field("Another endpoint of STS.") @Nullable String stsEndpoint,

        @Field("The region of STS, with sts_endpoint.") @Nullable
        String stsRegion,

        @Field("Further endpoints of STS, tried in order.") @Nullable
        List<String> stsFallbackEndpoints,

        @Field("Their regions, as many.") @Nullable List<String> stsFallbackRegions,

        @Field("Retries of a request; -1 for the SDK's default.") @Nullable
        Integer maxRetries,

        @Field("The template of the names of users and sessions.") @Nullable
        String usernameTemplate,

        @Field("How many times in a row a new user's key has to work before it is handed out; 0 for not waiting.")
        @Nullable
        Integer propagationChecks,

        @Field("For how long that is waited for; by default as long as a creation may take.") @Nullable
        Duration propagationTimeout,

        @Field("How much of the account's quota of users may be used before no further one is made; 0 for not looking.")
        @Nullable
        Integer userLimitPercent,

        @Field("Whether a write asks AWS who the credential is before it stores anything; true by default.") @Nullable
        Boolean verifyConnection,

        @Field("The time from one rotation of the key to the next.") @Nullable
        Duration rotationPeriod,

        @Field("When to rotate the key, as the five fields of a cron line in UTC.") @Nullable
        String rotationSchedule,

        @Field("For how long after its time a scheduled rotation may be begun.") @Nullable
        Duration rotationWindow,

        @Field("Whether rotations by themselves pause.") @Nullable
        Boolean disableAutomatedRotation,

        @Field("For how long the old key is kept after a rotation; 30s by default.") @Nullable
        Duration rotationGrace) {

    /** Takes copies. */
    public AwsRoot {
        stsFallbackEndpoints = stsFallbackEndpoints == null ? null : List.copyOf(stsFallbackEndpoints);
        stsFallbackRegions = stsFallbackRegions == null ? null : List.copyOf(stsFallbackRegions);
    }

    /**
     * Starts a configuration.
     *
     * @return a builder in which nothing is set; not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The same with another key.
     *
     * @param id the key's id
     * @param secret its secret
     * @return the changed configuration
     */
    public AwsRoot withKey(String id, String secret) {
        return new AwsRoot(
                id,
                secret,
                roleArn,
                identityTokenAudience,
                identityTokenTtl,
                identityTokenFile,
                region,
                iamEndpoint,
                stsEndpoint,
                stsRegion,
                stsFallbackEndpoints,
                stsFallbackRegions,
                maxRetries,
                usernameTemplate,
                propagationChecks,
                propagationTimeout,
                userLimitPercent,
                verifyConnection,
                rotationPeriod,
                rotationSchedule,
                rotationWindow,
                disableAutomatedRotation,
                rotationGrace);
    }

    @Override
    public String toString() {
        return "AwsRoot[accessKey=" + accessKey + ", roleArn=" + roleArn + ", region=" + region + ", iamEndpoint="
                + iamEndpoint + ", stsEndpoint=" + stsEndpoint + "]";
    }

    /** Collects the fields. Not thread-safe. */
    public static final class Builder {

        private @Nullable String accessKey;
        private @Nullable String secretKey;
        private @Nullable String roleArn;
        private @Nullable String identityTokenAudience;
        private @Nullable Duration identityTokenTtl;
        private @Nullable String identityTokenFile;
        private @Nullable String region;
        private @Nullable String iamEndpoint;
        private @Nullable String stsEndpoint;
        private @Nullable String stsRegion;
        private @Nullable List<String> stsFallbackEndpoints;
        private @Nullable List<String> stsFallbackRegions;
        private @Nullable Integer maxRetries;
        private @Nullable String usernameTemplate;
        private @Nullable Integer propagationChecks;
        private @Nullable Duration propagationTimeout;
        private @Nullable Integer userLimitPercent;
        private @Nullable Boolean verifyConnection;
        private @Nullable Duration rotationPeriod;
        private @Nullable String rotationSchedule;
        private @Nullable Duration rotationWindow;
        private @Nullable Boolean disableAutomatedRotation;
        private @Nullable Duration rotationGrace;

        private Builder() {}

        /**
         * Sets the managing user's access key.
         *
         * @param id its id
         * @param secret its secret
         * @return this builder
         */
        public Builder key(String id, String secret) {
            this.accessKey = id;
            this.secretKey = secret;
            return this;
        }

        /**
         * Sets a role whose session is the root credential.
         *
         * @param value its ARN
         * @return this builder
         */
        public Builder roleArn(String value) {
            this.roleArn = value;
            return this;
        }

        /**
         * Sets whom identity tokens for the role are made for.
         *
         * @param value such as {@code sts.amazonaws.com}
         * @return this builder
         */
        public Builder identityTokenAudience(String value) {
            this.identityTokenAudience = value;
            return this;
        }

        /**
         * Sets for how long identity tokens are to be valid.
         *
         * @param value a minute to a day
         * @return this builder
         */
        public Builder identityTokenTtl(Duration value) {
            this.identityTokenTtl = value;
            return this;
        }

        /**
         * Sets the file with the identity token for the role.
         *
         * @param value an absolute path
         * @return this builder
         */
        public Builder identityTokenFile(String value) {
            this.identityTokenFile = value;
            return this;
        }

        /**
         * Sets the region of STS, and what IAM's partition is told by.
         *
         * @param value such as {@code eu-central-1}
         * @return this builder
         */
        public Builder region(String value) {
            this.region = value;
            return this;
        }

        /**
         * Sets another endpoint of IAM than the region's.
         *
         * @param value an http or https URL
         * @return this builder
         */
        public Builder iamEndpoint(String value) {
            this.iamEndpoint = value;
            return this;
        }

        /**
         * Sets another endpoint of STS than the region's.
         *
         * @param value an http or https URL
         * @return this builder
         */
        public Builder stsEndpoint(String value) {
            this.stsEndpoint = value;
            return this;
        }

        /**
         * Sets the region that requests to {@code sts_endpoint} are signed for.
         *
         * @param value such as {@code eu-central-1}
         * @return this builder
         */
        public Builder stsRegion(String value) {
            this.stsRegion = value;
            return this;
        }

        /**
         * Sets further endpoints of STS, of which the first that answers is used.
         *
         * @param values http or https URLs
         * @return this builder
         */
        public Builder stsFallbackEndpoints(String... values) {
            this.stsFallbackEndpoints = List.of(values);
            return this;
        }

        /**
         * Sets their regions, as many.
         *
         * @param values regions
         * @return this builder
         */
        public Builder stsFallbackRegions(String... values) {
            this.stsFallbackRegions = List.of(values);
            return this;
        }

        /**
         * Sets retries of a request that may be repeated.
         *
         * @param value 0 or more, or -1
         * @return this builder
         */
        public Builder maxRetries(int value) {
            this.maxRetries = value;
            return this;
        }

        /**
         * Sets the template of the names of users and sessions.
         *
         * @param value a template
         * @return this builder
         */
        public Builder usernameTemplate(String value) {
            this.usernameTemplate = value;
            return this;
        }

        /**
         * Sets how many times in a row a new user's key has to work before it is handed out.
         *
         * @param checks 0 for not waiting, up to 10
         * @return this builder
         */
        public Builder propagationChecks(int checks) {
            this.propagationChecks = checks;
            return this;
        }

        /**
         * Sets for how long a new user's key is waited for.
         *
         * @param timeout a positive time
         * @return this builder
         */
        public Builder propagationTimeout(Duration timeout) {
            this.propagationTimeout = timeout;
            return this;
        }

        /**
         * Sets how much of the account's quota of users may be used up before no further user is made.
         *
         * @param percent 1 to 100, or 0 for not looking at all
         * @return this builder
         */
        public Builder userLimitPercent(int percent) {
            this.userLimitPercent = percent;
            return this;
        }

        /**
         * Sets whether a write asks AWS who the credential is.
         *
         * @param value whether it does
         * @return this builder
         */
        public Builder verifyConnection(boolean value) {
            this.verifyConnection = value;
            return this;
        }

        /**
         * Has the key rotated by itself at intervals.
         *
         * @param period the time from one rotation to the next
         * @return this builder
         */
        public Builder rotationPeriod(Duration period) {
            this.rotationPeriod = period;
            return this;
        }

        /**
         * Has the key rotated by itself at set times.
         *
         * @param cron the five fields of a cron line, in UTC
         * @return this builder
         */
        public Builder rotationSchedule(String cron) {
            this.rotationSchedule = cron;
            return this;
        }

        /**
         * Sets for how long after its time a scheduled rotation may be begun.
         *
         * @param window an hour or more
         * @return this builder
         */
        public Builder rotationWindow(Duration window) {
            this.rotationWindow = window;
            return this;
        }

        /**
         * Sets whether rotations by themselves pause.
         *
         * @param value whether they do
         * @return this builder
         */
        public Builder disableAutomatedRotation(boolean value) {
            this.disableAutomatedRotation = value;
            return this;
        }

        /**
         * Sets for how long the old key is kept after a rotation, for requests that are under way with it.
         *
         * @param grace zero or more
         * @return this builder
         */
        public Builder rotationGrace(Duration grace) {
            this.rotationGrace = grace;
            return this;
        }

        /**
         * Ends the configuration. It is validated when it is written.
         *
         * @return the configuration
         */
        public AwsRoot build() {
            return new AwsRoot(
                    accessKey,
                    secretKey,
                    roleArn,
                    identityTokenAudience,
                    identityTokenTtl,
                    identityTokenFile,
                    region,
                    iamEndpoint,
                    stsEndpoint,
                    stsRegion,
                    stsFallbackEndpoints,
                    stsFallbackRegions,
                    maxRetries,
                    usernameTemplate,
                    propagationChecks,
                    propagationTimeout,
                    userLimitPercent,
                    verifyConnection,
                    rotationPeriod,
                    rotationSchedule,
                    rotationWindow,
                    disableAutomatedRotation,
                    rotationGrace);
        }
    }
}
