package io.leasehold.aws;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A user of IAM that exists and stays, and whose access key is rotated: the fields of {@code static-roles/NAME}. A component that
 * is null was not sent; a write changes only the fields sent. It is validated when it is written. Immutable; its text form shows
 * no secret.
 *
 * @param username the user's name; fixed once written
 * @param rotationPeriod the time from one rotation to the next, a minute or more; instead of a schedule
 * @param rotationSchedule when to rotate, as the five fields of a cron line, in UTC; instead of a period
 * @param rotationWindow for how long after its time a scheduled rotation may begin, an hour or more; one that missed it waits for
 *     the next time; for ever by default
 * @param previousKeyGrace for how long a key that was replaced stays active, for those who have read it; then it is deactivated and
 *     deleted. Shorter than the time from one rotation to the next. By default an hour, or half of that time if it is less
 * @param accessKey the id of a key that the user has already: it is adopted, served until the first rotation, and then retired like
 *     one that the role made. Needs its secret
 * @param secretKey the secret of that key; tried by a request, and never shown as a part of the role
 * @param skipImportRotation whether a new role makes no key at once, but when its first rotation is due; false by default
 * @param disableAutomatedRotation whether the role is paused, so that it is rotated on request only; false by default. The key that
 *     was replaced last is retired all the same
 * @param assumeRoleArn the role of IAM through which the user is managed, for one of another account; none by default
 * @param assumeRoleSessionName the name of the sessions of that role, 2 to 64 characters; made of the static role's name by default
 * @param externalId the external id that the trust policy of that role asks for; none by default
 */
public record AwsStaticRole(
        @Field("The user of IAM, which exists already.") @Nullable
        String username,

        @Field("The time from one rotation to the next, 60 seconds or more; instead of rotation_schedule.") @Nullable
        Duration rotationPeriod,

        @Field("When to rotate, as the five fields of a cron line in UTC; instead of rotation_period.") @Nullable
        String rotationSchedule,

        @Field(
                "For how long after its time a scheduled rotation may begin, 1h or more; a missed one waits for the next time.")
        @Nullable
        Duration rotationWindow,

        @Field(
                "For how long a key that was replaced stays active; an hour, or half of the time to the next rotation, by default.")
        @Nullable
        Duration previousKeyGrace,

        @Field(
                "A key that the user has already: adopted, served until the first rotation, and then retired as the role's own.")
        @Nullable
        String accessKey,

        @Field("The secret of access_key; tried, never part of what is read.") @Sensitive @Nullable
        String secretKey,

        @Field("Whether a new role makes no key until its first rotation is due; false by default.") @Nullable
        Boolean skipImportRotation,

        @Field("Whether the role is paused: rotated on request only; false by default.") @Nullable
        Boolean disableAutomatedRotation,

        @Field("The role through which the user is managed, for one of another account.") @Nullable
        String assumeRoleArn,

        @Field("The name of the sessions of assume_role_arn.") @Nullable
        String assumeRoleSessionName,

        @Field("The external id that the trust policy of assume_role_arn asks for.") @Nullable
        String externalId) {

    /**
     * Starts a static role.
     *
     * @return a builder in which nothing is set; not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String toString() {
        return "AwsStaticRole[username=" + username + "]";
    }

    /** Collects the fields of a static role. Not thread-safe. */
    public static final class Builder {

        private @Nullable String username;
        private @Nullable Duration rotationPeriod;
        private @Nullable String rotationSchedule;
        private @Nullable Duration rotationWindow;
        private @Nullable Duration previousKeyGrace;
        private @Nullable String accessKey;
        private @Nullable String secretKey;
        private @Nullable Boolean skipImportRotation;
        private @Nullable Boolean disableAutomatedRotation;
        private @Nullable String assumeRoleArn;
        private @Nullable String assumeRoleSessionName;
        private @Nullable String externalId;

        private Builder() {}

        /**
         * Sets the user.
         *
         * @param name the user's name
         * @return this builder
         */
        public Builder username(String name) {
            this.username = name;
            return this;
        }

        /**
         * Sets the time from one rotation to the next.
         *
         * @param period a minute or more
         * @return this builder
         */
        public Builder rotationPeriod(Duration period) {
            this.rotationPeriod = period;
            return this;
        }

        /**
         * Sets when to rotate.
         *
         * @param cron the five fields of a cron line, in UTC
         * @return this builder
         */
        public Builder rotationSchedule(String cron) {
            this.rotationSchedule = cron;
            return this;
        }

        /**
         * Sets for how long after its time a scheduled rotation may begin.
         *
         * @param window an hour or more; zero for ever
         * @return this builder
         */
        public Builder rotationWindow(Duration window) {
            this.rotationWindow = window;
            return this;
        }

        /**
         * Sets for how long a key stays active that was replaced.
         *
         * @param grace zero or more, and shorter than the time from one rotation to the next
         * @return this builder
         */
        public Builder previousKeyGrace(Duration grace) {
            this.previousKeyGrace = grace;
            return this;
        }

        /**
         * Sets a key that the user has already, to be adopted; needs its secret too.
         *
         * @param id the key's id
         * @return this builder
         */
        public Builder accessKey(String id) {
            this.accessKey = id;
            return this;
        }

        /**
         * Sets the secret of the key that is adopted.
         *
         * @param secret the secret, which is tried
         * @return this builder
         */
        public Builder secretKey(String secret) {
            this.secretKey = secret;
            return this;
        }

        /**
         * Sets whether a new role makes no key at once.
         *
         * @param skip true to make none until the first rotation that is due
         * @return this builder
         */
        public Builder skipImportRotation(boolean skip) {
            this.skipImportRotation = skip;
            return this;
        }

        /**
         * Sets whether the role is paused.
         *
         * @param paused true to rotate on request only
         * @return this builder
         */
        public Builder disableAutomatedRotation(boolean paused) {
            this.disableAutomatedRotation = paused;
            return this;
        }

        /**
         * Sets the role through which the user is managed, for one of another account.
         *
         * @param arn the role's ARN; empty for none
         * @return this builder
         */
        public Builder assumeRoleArn(String arn) {
            this.assumeRoleArn = arn;
            return this;
        }

        /**
         * Sets the name of the sessions of that role.
         *
         * @param name 2 to 64 characters
         * @return this builder
         */
        public Builder assumeRoleSessionName(String name) {
            this.assumeRoleSessionName = name;
            return this;
        }

        /**
         * Sets the external id that the trust policy of that role asks for.
         *
         * @param id 2 to 1224 characters
         * @return this builder
         */
        public Builder externalId(String id) {
            this.externalId = id;
            return this;
        }

        /**
         * Ends the role. It is validated when it is written.
         *
         * @return the role
         */
        public AwsStaticRole build() {
            return new AwsStaticRole(
                    username,
                    rotationPeriod,
                    rotationSchedule,
                    rotationWindow,
                    previousKeyGrace,
                    accessKey,
                    secretKey,
                    skipImportRotation,
                    disableAutomatedRotation,
                    assumeRoleArn,
                    assumeRoleSessionName,
                    externalId);
        }
    }
}
