package io.leasehold.database;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the users of a role may do, and how long: the fields of {@code roles/NAME}. A component that is null was not sent; a
 * write changes only the fields sent. Immutable.
 *
 * <p>Each statement list may hold several statements per element, separated by semicolons; an element may also be base64 or
 * a JSON array of statements. The placeholders are {@code {{name}}} (or {@code {{username}}}), {@code {{password}}} and
 * {@code {{expiration}}}.
 *
 * @param dbName the connection: the name of a {@code config/NAME} entry
 * @param creationStatements what makes the user; required before the role can issue
 * @param revocationStatements what removes the user; the product's own way when empty
 * @param renewStatements what moves the user's expiry; the product's own way when empty
 * @param rollbackStatements what removes a half-made user, on products without transactions for that
 * @param defaultTtl the lease's length when the caller asks for none; the mount's when zero
 * @param maxTtl the longest life of a lease, renewals included; the mount's when zero
 * @param credentialType {@code password}, the default, or another type that the product knows: {@code rsa_private_key},
 *     {@code client_certificate}
 * @param credentialConfig settings of the credential type, sent as a whole; never in a text form, because an authority's key is
 *     one. {@code password}: {@code password_policy}. {@code rsa_private_key}: {@code key_bits}, {@code format}.
 *     {@code client_certificate}: {@code ca_cert}, {@code ca_private_key}, {@code key_type}, {@code key_bits},
 *     {@code signature_bits}, {@code common_name_template}
 */
public record DatabaseRole(
        @Field("The connection that the role belongs to: the name of a config entry.") @Nullable
        String dbName,

        @Field(value = "Statements that make the user.", verbatim = true) @Nullable
        List<String> creationStatements,

        @Field(value = "Statements that remove the user; by default the product's own way.", verbatim = true) @Nullable
        List<String> revocationStatements,

        @Field(value = "Statements that move the user's expiry; by default the product's own way.", verbatim = true)
        @Nullable
        List<String> renewStatements,

        @Field(
                value = "Statements that remove a half-made user, on products without transactions for that.",
                verbatim = true)
        @Nullable
        List<String> rollbackStatements,

        @Field("The length of a lease when none is asked for; 0 for the mount's.") @Nullable
        Duration defaultTtl,

        @Field("The longest life of a lease, renewals included; 0 for the mount's.") @Nullable
        Duration maxTtl,

        @Field("The type of the credential: password by default, rsa_private_key, client_certificate.") @Nullable
        String credentialType,

        @Field("Settings of the credential type: password_policy for passwords.") @Sensitive @Nullable
        Map<String, String> credentialConfig) {

    /** Takes copies. */
    public DatabaseRole {
        creationStatements = creationStatements == null ? null : List.copyOf(creationStatements);
        revocationStatements = revocationStatements == null ? null : List.copyOf(revocationStatements);
        renewStatements = renewStatements == null ? null : List.copyOf(renewStatements);
        rollbackStatements = rollbackStatements == null ? null : List.copyOf(rollbackStatements);
        credentialConfig = credentialConfig == null ? null : Map.copyOf(credentialConfig);
    }

    @Override
    public String toString() {
        return "DatabaseRole[dbName=" + dbName + ", creationStatements=" + creationStatements
                + ", revocationStatements=" + revocationStatements + ", renewStatements=" + renewStatements
                + ", rollbackStatements=" + rollbackStatements + ", defaultTtl=" + defaultTtl + ", maxTtl=" + maxTtl
                + ", credentialType=" + credentialType + ", credentialConfig="
                + (credentialConfig == null ? null : credentialConfig.keySet()) + "]";
    }

    /**
     * Starts a role.
     *
     * @return a builder in which nothing is set; not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the fields of a role. Not thread-safe. */
    public static final class Builder {

        private @Nullable String dbName;
        private @Nullable List<String> creationStatements;
        private @Nullable List<String> revocationStatements;
        private @Nullable List<String> renewStatements;
        private @Nullable List<String> rollbackStatements;
        private @Nullable Duration defaultTtl;
        private @Nullable Duration maxTtl;
        private @Nullable String credentialType;
        private @Nullable Map<String, String> credentialConfig;

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
         * Sets what makes the user.
         *
         * @param statements statements with placeholders
         * @return this builder
         */
        public Builder creationStatements(String... statements) {
            this.creationStatements = List.of(statements);
            return this;
        }

        /**
         * Sets what removes the user.
         *
         * @param statements statements with placeholders; none for the product's own way
         * @return this builder
         */
        public Builder revocationStatements(String... statements) {
            this.revocationStatements = List.of(statements);
            return this;
        }

        /**
         * Sets what moves the user's expiry.
         *
         * @param statements statements with placeholders; none for the product's own way
         * @return this builder
         */
        public Builder renewStatements(String... statements) {
            this.renewStatements = List.of(statements);
            return this;
        }

        /**
         * Sets what removes a half-made user.
         *
         * @param statements statements with placeholders; none for the product's own way
         * @return this builder
         */
        public Builder rollbackStatements(String... statements) {
            this.rollbackStatements = List.of(statements);
            return this;
        }

        /**
         * Sets the length of a lease when the caller asks for none.
         *
         * @param ttl the length; zero for the mount's
         * @return this builder
         */
        public Builder defaultTtl(Duration ttl) {
            this.defaultTtl = ttl;
            return this;
        }

        /**
         * Sets the longest life of a lease.
         *
         * @param ttl the length; zero for the mount's
         * @return this builder
         */
        public Builder maxTtl(Duration ttl) {
            this.maxTtl = ttl;
            return this;
        }

        /**
         * Sets the type of the credential.
         *
         * @param type {@code password} or another type that the product knows
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
         * Ends the role. It is validated when it is written.
         *
         * @return the role
         */
        public DatabaseRole build() {
            return new DatabaseRole(
                    dbName,
                    creationStatements,
                    revocationStatements,
                    renewStatements,
                    rollbackStatements,
                    defaultTtl,
                    maxTtl,
                    credentialType,
                    credentialConfig);
        }
    }
}
