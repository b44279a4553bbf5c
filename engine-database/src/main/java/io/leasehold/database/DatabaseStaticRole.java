package io.leasehold.database;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account that stays and whose password is rotated: the fields of {@code static-roles/NAME}. A component that is null was
 * not sent; a write changes only the fields sent. Immutable; its text form shows no secret.
 *
 * @param dbName the connection: the name of a {@code config/NAME} entry; fixed once written
 * @param username the account's name; fixed once written
 * @param alternateUsername a second account with the same rights, used in turn: a rotation changes the one that is not in use, so
 *     that the last login goes on working until the next rotation; none by default
 * @param rotationPeriod the time from one rotation to the next, 5 seconds or more; instead of a schedule
 * @param rotationSchedule when to rotate, as the five fields of a cron line, in UTC; instead of a period
 * @param rotationWindow for how long after its time a scheduled rotation may begin, an hour or more; one that missed it waits
 *     for the next time; for ever by default
 * @param rotationStatements what sets the password, with the placeholders {@code {{name}}} and {@code {{password}}}; the product's own
 *     way when empty
 * @param credentialType {@code password}, the default
 * @param credentialConfig settings of the credential type
 * @param skipImportRotation whether the password is left as it is when the role is written first; false by default
 * @param password the account's password as it is now, so that it can be read before the first rotation; tried by a login,
 *     and never shown as a part of the role
 * @param selfManagedPassword the account's password as it is now, for a connection with {@code self_managed}: the account logs in
 *     with it to change its own; required in a new role, tried by a login, and never shown; a later one replaces what was known
 * @param disableAutomatedRotation whether the role is paused, so that it is rotated on request only; false by default
 */
public record DatabaseStaticRole(
        @Field("The connection that the account is reached by: the name of a config entry.") @Nullable
        String dbName,

        @Field("The account's name.") @Nullable String username,

        @Field(
                "A second account that is used in turn with the first, so that readers of the last password are not cut off.")
        @Nullable
        String alternateUsername,

        @Field("The time from one rotation to the next, 5 seconds or more; instead of rotation_schedule.") @Nullable
        Duration rotationPeriod,

        @Field("When to rotate, as the five fields of a cron line in UTC; instead of rotation_period.") @Nullable
        String rotationSchedule,

        @Field(
                "For how long after its time a scheduled rotation may begin, 1h or more; a missed one waits for the next time.")
        @Nullable
        Duration rotationWindow,

        @Field(value = "Statements that set the password; by default the product's own way.", verbatim = true) @Nullable
        List<String> rotationStatements,

        @Field("The type of the credential: password.") @Nullable
        String credentialType,

        @Field("Settings of the credential type.") @Nullable Map<String, String> credentialConfig,

        @Field("Whether the password is left as it is when the role is written first; false by default.") @Nullable
        Boolean skipImportRotation,

        @Field("The account's password as it is now; tried by a login, never part of what is read.")
        @Sensitive
        @Nullable
        String password,

        @Field("The account's password as it is now, with which it changes its own; for self_managed connections.")
        @Sensitive
        @Nullable
        String selfManagedPassword,

        @Field("Whether the role is paused: rotated on request only; false by default.") @Nullable
        Boolean disableAutomatedRotation) {

    /** Takes copies. */
    public DatabaseStaticRole {
        rotationStatements = rotationStatements == null ? null : List.copyOf(rotationStatements);
        credentialConfig = credentialConfig == null ? null : Map.copyOf(credentialConfig);
    }

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
        return "DatabaseStaticRole[dbName=" + dbName + ", username=" + username + "]";
    }

    /** Collects the fields of a static role. Not thread-safe. */
    public static final class Builder {

        private @Nullable String dbName;
        private @Nullable String username;
        private @Nullable String alternateUsername;
        private @Nullable Duration rotationPeriod;
        private @Nullable String rotationSchedule;
        private @Nullable Duration rotationWindow;
        private @Nullable List<String> rotationStatements;
        private @Nullable String credentialType;
        private @Nullable Map<String, String> credentialConfig;
        private @Nullable Boolean skipImportRotation;
        private @Nullable String password;
        private @Nullable String selfManagedPassword;
        private @Nullable Boolean disableAutomatedRotation;

        private Builder() {}

        /**
         * Sets the connection.
         *
         * @param name the name of a {@code config/NAME} entry
         * @return this builder
         */
        public Builder dbName(String name) {
            this.dbName = name;
            return this;
        }

        /**
         * Sets the account.
         *
         * @param name the account's name
         * @return this builder
         */
        public Builder username(String name) {
            this.username = name;
            return this;
        }

        /**
         * Sets a second account that is used in turn with the first.
         *
         * @param name the second account's name; empty for none
         * @return this builder
         */
        public Builder alternateUsername(String name) {
            this.alternateUsername = name;
            return this;
        }

        /**
         * Sets the time from one rotation to the next.
         *
         * @param period 5 seconds or more
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
         * Sets what sets the password.
         *
         * @param statements statements with placeholders; none for the product's own way
         * @return this builder
         */
        public Builder rotationStatements(String... statements) {
            this.rotationStatements = List.of(statements);
            return this;
        }

        /**
         * Sets the type of the credential.
         *
         * @param type {@code password}
         * @return this builder
         */
        public Builder credentialType(String type) {
            this.credentialType = type;
            return this;
        }

        /**
         * Sets the settings of the credential type.
         *
         * @param config settings by name
         * @return this builder
         */
        public Builder credentialConfig(Map<String, String> config) {
            this.credentialConfig = Map.copyOf(config);
            return this;
        }

        /**
         * Sets whether the password is left as it is when the role is written first.
         *
         * @param skip true to leave it until the first rotation that is due
         * @return this builder
         */
        public Builder skipImportRotation(boolean skip) {
            this.skipImportRotation = skip;
            return this;
        }

        /**
         * Sets the account's password as it is now.
         *
         * @param value the password, which is tried by a login
         * @return this builder
         */
        public Builder password(String value) {
            this.password = value;
            return this;
        }

        /**
         * Sets the account's password as it is now, for a connection with {@code self_managed}.
         *
         * @param value the password, which is tried by a login, and with which the account changes its own
         * @return this builder
         */
        public Builder selfManagedPassword(String value) {
            this.selfManagedPassword = value;
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
         * Ends the role. It is validated when it is written.
         *
         * @return the role
         */
        public DatabaseStaticRole build() {
            return new DatabaseStaticRole(
                    dbName,
                    username,
                    alternateUsername,
                    rotationPeriod,
                    rotationSchedule,
                    rotationWindow,
                    rotationStatements,
                    credentialType,
                    credentialConfig,
                    skipImportRotation,
                    password,
                    selfManagedPassword,
                    disableAutomatedRotation);
        }
    }
}
