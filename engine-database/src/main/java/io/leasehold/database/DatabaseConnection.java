package io.leasehold.database;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.binding.OtherFields;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the broker reaches a database as its administrator: the fields of {@code config/NAME}. A component that is null was
 * not sent; a write changes only the fields sent. Immutable; its text form shows no secret.
 *
 * @param pluginName the product, such as {@code postgresql-database-plugin}
 * @param connectionUrl where the database is, in the product's own spelling or as a JDBC URL; {@code {{username}}} and
 *     {@code {{password}}} stand for the administrator's login
 * @param username the administrator's name
 * @param password the administrator's password
 * @param selfManaged whether there is no administrator, so that accounts change their own passwords: the connection then has
 *     static roles only, and neither {@code username} nor {@code password}; false by default, and fixed once written
 * @param allowedRoles which roles may use the connection: names, globs with {@code *}, or {@code *} for all; none by default
 * @param verifyConnection whether a write logs in before it stores anything; true by default
 * @param maxOpenConnections connections of the administrator at most; 4 by default and for 0
 * @param maxIdleConnections idle connections kept at most; as many as may be open by default and for 0, none when negative
 * @param maxConnectionLifetime how long a connection is used; for ever by default and for zero
 * @param usernameTemplate the template of user names; the product's own by default
 * @param passwordPolicy the name of the password policy; the built-in rule by default
 * @param rootRotationStatements statements that change the administrator's password
 * @param rotationPeriod the time from one rotation of the administrator's password to the next, 5 seconds or more; by default
 *     it is rotated on request only
 * @param rotationSchedule when to rotate it, as the five fields of a cron line, in UTC; instead of a period
 * @param rotationWindow for how long after its time a scheduled rotation may begin, an hour or more; for ever by default
 * @param disableAutomatedRotation whether it is rotated on request only, whatever the schedule says
 * @param disableEscaping accepted for compatibility; the login goes to the driver as properties and needs no escaping
 * @param pluginFields fields that only the product knows, by snake_case name
 */
public record DatabaseConnection(
        @Field("The product, such as postgresql-database-plugin.") @Nullable
        String pluginName,

        @Field("Where the database is; {{username}} and {{password}} stand for the login.") @Nullable
        String connectionUrl,

        @Field("The administrator's name.") @Nullable String username,

        @Field("The administrator's password.") @Sensitive @Nullable
        String password,

        @Field("Whether there is no administrator, and accounts of static roles change their own passwords.") @Nullable
        Boolean selfManaged,

        @Field("Roles that may use the connection: names, globs with *, or * for all.") @Nullable
        List<String> allowedRoles,

        @Field("Whether a write logs in before it stores anything; true by default.") @Nullable
        Boolean verifyConnection,

        @Field("Connections of the administrator at most; 0 for 4.") @Nullable
        Integer maxOpenConnections,

        @Field("Idle connections kept at most; 0 for as many as may be open, negative for none.") @Nullable
        Integer maxIdleConnections,

        @Field("How long a connection is used; 0 for ever.") @Nullable
        Duration maxConnectionLifetime,

        @Field("The template of user names; the product's own by default.") @Nullable
        String usernameTemplate,

        @Field("The name of the password policy; the built-in rule by default.") @Nullable
        String passwordPolicy,

        @Field(
                value = "Statements that change the administrator's password.",
                aliases = "root_credentials_rotate_statements",
                verbatim = true)
        @Nullable
        List<String> rootRotationStatements,

        @Field("The time from one rotation of the administrator's password to the next, 5 seconds or more.") @Nullable
        Duration rotationPeriod,

        @Field("When to rotate the administrator's password, as the five fields of a cron line in UTC.") @Nullable
        String rotationSchedule,

        @Field("For how long after its time a scheduled rotation may begin, 1h or more.") @Nullable
        Duration rotationWindow,

        @Field("Whether the administrator's password is rotated on request only.") @Nullable
        Boolean disableAutomatedRotation,

        @Field("Accepted for compatibility: the login is never part of a URL, so nothing needs escaping.") @Nullable
        Boolean disableEscaping,

        @OtherFields @Nullable Map<String, Object> pluginFields) {

    /** Takes copies. */
    public DatabaseConnection {
        allowedRoles = allowedRoles == null ? null : List.copyOf(allowedRoles);
        rootRotationStatements = rootRotationStatements == null ? null : List.copyOf(rootRotationStatements);
        pluginFields = pluginFields == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(pluginFields));
    }

    /**
     * Starts a connection.
     *
     * @return a builder in which nothing is set; not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String toString() {
        return "DatabaseConnection[pluginName=" + pluginName + ", username=" + username + ", allowedRoles="
                + allowedRoles + "]";
    }

    /** Collects the fields of a connection. Not thread-safe. */
    public static final class Builder {

        private @Nullable String pluginName;
        private @Nullable String connectionUrl;
        private @Nullable String username;
        private @Nullable String password;
        private @Nullable Boolean selfManaged;
        private @Nullable List<String> allowedRoles;
        private @Nullable Boolean verifyConnection;
        private @Nullable Integer maxOpenConnections;
        private @Nullable Integer maxIdleConnections;
        private @Nullable Duration maxConnectionLifetime;
        private @Nullable String usernameTemplate;
        private @Nullable String passwordPolicy;
        private @Nullable List<String> rootRotationStatements;
        private @Nullable Duration rotationPeriod;
        private @Nullable String rotationSchedule;
        private @Nullable Duration rotationWindow;
        private @Nullable Boolean disableAutomatedRotation;
        private @Nullable Boolean disableEscaping;
        private final Map<String, Object> pluginFields = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets the product.
         *
         * @param name the plugin's name, such as {@code postgresql-database-plugin}
         * @return this builder
         */
        public Builder pluginName(String name) {
            this.pluginName = name;
            return this;
        }

        /**
         * Sets where the database is.
         *
         * @param url the product's own spelling or a JDBC URL
         * @return this builder
         */
        public Builder connectionUrl(String url) {
            this.connectionUrl = url;
            return this;
        }

        /**
         * Sets the administrator's name.
         *
         * @param name the name
         * @return this builder
         */
        public Builder username(String name) {
            this.username = name;
            return this;
        }

        /**
         * Sets the administrator's password.
         *
         * @param secret the password
         * @return this builder
         */
        public Builder password(String secret) {
            this.password = secret;
            return this;
        }

        /**
         * Sets whether there is no administrator, and accounts of static roles change their own passwords.
         *
         * @param without true for a connection without {@code username} and {@code password}
         * @return this builder
         */
        public Builder selfManaged(boolean without) {
            this.selfManaged = without;
            return this;
        }

        /**
         * Sets which roles may use the connection.
         *
         * @param roles names, globs with {@code *}, or {@code *} for all
         * @return this builder
         */
        public Builder allowedRoles(String... roles) {
            this.allowedRoles = List.of(roles);
            return this;
        }

        /**
         * Sets whether a write logs in before it stores anything.
         *
         * @param verify false to store unchecked
         * @return this builder
         */
        public Builder verifyConnection(boolean verify) {
            this.verifyConnection = verify;
            return this;
        }

        /**
         * Sets how many connections the administrator may have.
         *
         * @param connections the number; 0 for 4
         * @return this builder
         */
        public Builder maxOpenConnections(int connections) {
            this.maxOpenConnections = connections;
            return this;
        }

        /**
         * Sets how many idle connections are kept.
         *
         * @param connections the number; 0 for as many as may be open, negative for none
         * @return this builder
         */
        public Builder maxIdleConnections(int connections) {
            this.maxIdleConnections = connections;
            return this;
        }

        /**
         * Sets how long a connection is used.
         *
         * @param lifetime the time; zero for ever
         * @return this builder
         */
        public Builder maxConnectionLifetime(Duration lifetime) {
            this.maxConnectionLifetime = lifetime;
            return this;
        }

        /**
         * Sets the template of user names.
         *
         * @param template the template
         * @return this builder
         */
        public Builder usernameTemplate(String template) {
            this.usernameTemplate = template;
            return this;
        }

        /**
         * Sets the password policy.
         *
         * @param policy its name
         * @return this builder
         */
        public Builder passwordPolicy(String policy) {
            this.passwordPolicy = policy;
            return this;
        }

        /**
         * Sets what changes the administrator's password.
         *
         * @param statements statements with placeholders
         * @return this builder
         */
        public Builder rootRotationStatements(String... statements) {
            this.rootRotationStatements = List.of(statements);
            return this;
        }

        /**
         * Sets the time from one rotation of the administrator's password to the next.
         *
         * @param value 5 seconds or more
         * @return this builder
         */
        public Builder rotationPeriod(Duration value) {
            this.rotationPeriod = value;
            return this;
        }

        /**
         * Sets when the administrator's password is rotated.
         *
         * @param value the five fields of a cron line, in UTC
         * @return this builder
         */
        public Builder rotationSchedule(String value) {
            this.rotationSchedule = value;
            return this;
        }

        /**
         * Sets for how long after its time a scheduled rotation may begin.
         *
         * @param value an hour or more; zero for ever
         * @return this builder
         */
        public Builder rotationWindow(Duration value) {
            this.rotationWindow = value;
            return this;
        }

        /**
         * Sets whether the administrator's password is rotated on request only.
         *
         * @param value true to rotate on request only
         * @return this builder
         */
        public Builder disableAutomatedRotation(boolean value) {
            this.disableAutomatedRotation = value;
            return this;
        }

        /**
         * Accepted for compatibility, without effect.
         *
         * @param disable any value
         * @return this builder
         */
        public Builder disableEscaping(boolean disable) {
            this.disableEscaping = disable;
            return this;
        }

        /**
         * PostgreSQL: sets how new users' passwords are sent to the server.
         *
         * @param method {@code scram-sha-256} (a verifier; the default) or {@code password} (in clear)
         * @return this builder
         */
        public Builder passwordAuthentication(String method) {
            return pluginField("password_authentication", method);
        }

        /**
         * PostgreSQL: sets who gets what a removed user owned.
         *
         * @param role an existing role; the administrator by default
         * @return this builder
         */
        public Builder reassignOwnedTo(String role) {
            return pluginField("reassign_owned_to", role);
        }

        /**
         * PostgreSQL: sets whether a removed user's sessions are ended.
         *
         * @param terminate false to let them run; true by default
         * @return this builder
         */
        public Builder terminateSessions(boolean terminate) {
            return pluginField("terminate_sessions", terminate);
        }

        /**
         * Sets a field that only the product knows.
         *
         * @param name its name in snake_case
         * @param value its value
         * @return this builder
         */
        public Builder pluginField(String name, Object value) {
            this.pluginFields.put(name, value);
            return this;
        }

        /**
         * Ends the connection. It is validated when it is written.
         *
         * @return the connection
         */
        public DatabaseConnection build() {
            return new DatabaseConnection(
                    pluginName,
                    connectionUrl,
                    username,
                    password,
                    selfManaged,
                    allowedRoles,
                    verifyConnection,
                    maxOpenConnections,
                    maxIdleConnections,
                    maxConnectionLifetime,
                    usernameTemplate,
                    passwordPolicy,
                    rootRotationStatements,
                    rotationPeriod,
                    rotationSchedule,
                    rotationWindow,
                    disableAutomatedRotation,
                    disableEscaping,
                    pluginFields);
        }
    }
}
