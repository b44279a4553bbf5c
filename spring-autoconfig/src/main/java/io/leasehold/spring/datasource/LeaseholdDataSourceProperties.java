package io.leasehold.spring.datasource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.Delimiter;

/**
 * Which data sources run on credentials of the broker. Immutable; its text form shows no secret.
 *
 * @param datasource Data sources on rotating credentials, by name; "default" is the one that Spring Boot configures.
 */
@ConfigurationProperties("leasehold")
public record LeaseholdDataSourceProperties(@DefaultValue Map<String, Brokered> datasource) {

    /**
     * A data source on rotating credentials: with admin and role, connection and role are declared at the broker; with path, the
     * credentials are read from there.
     *
     * @param bean Name of the HikariDataSource bean; by default that of this entry. Not for default, which is "dataSource".
     * @param url JDBC URL without credentials; spring.datasource.url for default, or else what the pool was set up with.
     * @param path Path of credentials that are declared elsewhere, such as database/creds/app; instead of admin and role.
     * @param mount Where the database engine is mounted for admin and role.
     * @param plugin Plugin of the database engine, such as postgresql-database-plugin; found out from the URL by default.
     * @param admin Who makes and removes the users.
     * @param role What the users may do, and how long.
     * @param drain How long before the end of a credential's longest life it is replaced, so that work under way can finish;
     *     zero or more.
     * @param abortAtDrainLimit Whether connections that are still in use when their credential ends are aborted.
     * @param migration Separate, short-lived credentials for Flyway or Liquibase; only for default.
     */
    @ConfigurationPropertiesSource
    public record Brokered(
            @Nullable String bean,
            @Nullable String url,
            @Nullable String path,
            @DefaultValue("database") String mount,
            @Nullable String plugin,
            @DefaultValue Admin admin,
            @Nullable Role role,
            @DefaultValue("10s") Duration drain,
            @DefaultValue("true") boolean abortAtDrainLimit,
            @Nullable Migration migration) {

        @Override
        public String toString() {
            return "Brokered[bean=" + bean + ", path=" + path + "]";
        }
    }

    /**
     * Who makes and removes the users.
     *
     * @param username Name of the administrator.
     * @param password Password of the administrator.
     * @param url URL for the administrator, where it differs from that of the application, such as past a connection pooler.
     * @param options Further fields of the connection, such as username-template or root-rotation-statements.
     */
    public record Admin(
            @Nullable String username,
            @Nullable String password,
            @Nullable String url,
            @DefaultValue Map<String, Object> options) {

        @Override
        public String toString() {
            return "Admin[username=" + username + "]";
        }
    }

    /**
     * What users may do, and how long: creation statements, or for PostgreSQL member-of or privileges.
     *
     * @param creationStatements Statements that make a user, with the placeholders {{name}}, {{password}} and {{expiration}}. Also one text with semicolons between them.
     * @param revocationStatements Statements that remove a user, likewise; the product's own way by default.
     * @param memberOf PostgreSQL: roles that the users are members of, instead of creation statements.
     * @param privileges PostgreSQL: privileges on all tables of the schema, such as SELECT, instead of creation statements.
     * @param schema PostgreSQL: schema for the privileges.
     * @param defaultTtl How long a credential lives unless it is renewed, 1 second or more.
     * @param maxTtl Longest life of a credential, renewals included; then it is replaced. 1 second or more, and not below the default TTL.
     */
    public record Role(
            // Statements have commas of their own.
            @Delimiter(Delimiter.NONE) @DefaultValue List<String> creationStatements,
            @Delimiter(Delimiter.NONE) @DefaultValue List<String> revocationStatements,
            @DefaultValue List<String> memberOf,
            @DefaultValue List<String> privileges,
            @DefaultValue("public") String schema,
            @DefaultValue("1h") Duration defaultTtl,
            @DefaultValue("24h") Duration maxTtl) {}

    /**
     * Credentials for migrations, taken before them and revoked after.
     *
     * @param path Path of credentials that are declared elsewhere; instead of role.
     * @param role What the migration's user may do, and how long.
     */
    public record Migration(@Nullable String path, @Nullable Role role) {}
}
