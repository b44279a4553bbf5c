package io.leasehold.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What an application says about its broker. Immutable; its text form shows no secret.
 *
 * @param enabled Whether there is a broker at all.
 * @param name Name of this application: display name of its requests, and mark on its accounts. 1 to 64 printable ASCII
 *     characters; by default spring.application.name, or else "leasehold".
 * @param strict Whether to refuse what is convenient and less safe: a master key that is made by itself, a store in memory.
 *     Profiles named prod or production do the same.
 * @param startupTimeout How long the start waits, with growing pauses, for a target or a store that cannot be reached yet. A
 *     refused login is not waited for. Zero for one attempt, 1 day at most.
 * @param defaultLeaseTtl TTL of leases for which neither role nor mount says one, 1 second or more.
 * @param maxLeaseTtl Longest total life of leases for which neither role nor mount says one; not below the default TTL.
 * @param creationTimeout How long a creation on a target may take, 1 second to 10 minutes.
 * @param revocationTimeout How long one attempt to revoke may take, 1 second to 10 minutes.
 * @param closeTimeout How long the broker may take to close, 1 second to 10 minutes.
 * @param expiryInterval How often due leases are looked for, 100 milliseconds to 1 hour.
 * @param revocationBackoff Pause before a failed revocation is tried again, 10 milliseconds to 1 hour; it doubles up to 1 hour.
 * @param workers How many revocations run at once, 1 to 256.
 * @param targetConcurrency How many calls run at once on one target whose engine does not say, 1 to 256.
 * @param startPaused Whether to start with expiry paused, for a store that was restored from a backup.
 * @param store Where leases and configuration are kept.
 * @param masterKey The key that wraps the keys of a durable store.
 * @param mounts Engines by the path that they are mounted at, with what is configured there.
 * @param passwordPolicies Password policies by name, as JSON texts, or HCL where leasehold-policy-hcl is on the class path.
 * @param write Further paths to write, in this order, after everything else that is declared.
 */
@ConfigurationProperties("leasehold")
public record LeaseholdProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String name,
        @DefaultValue("false") boolean strict,
        @DefaultValue("60s") Duration startupTimeout,
        @DefaultValue("768h") Duration defaultLeaseTtl,
        @DefaultValue("768h") Duration maxLeaseTtl,
        @DefaultValue("30s") Duration creationTimeout,
        @DefaultValue("20s") Duration revocationTimeout,
        @DefaultValue("30s") Duration closeTimeout,
        @DefaultValue("1s") Duration expiryInterval,
        @DefaultValue("10s") Duration revocationBackoff,
        @DefaultValue("8") int workers,
        @DefaultValue("4") int targetConcurrency,
        @DefaultValue("false") boolean startPaused,
        @DefaultValue Store store,
        @DefaultValue MasterKeySource masterKey,
        @DefaultValue Map<String, Mount> mounts,
        @DefaultValue Map<String, String> passwordPolicies,
        @DefaultValue List<Write> write) {

    /**
     * The name of this application.
     *
     * @param environment knows what Spring calls it
     * @return the name that is set here, or else that of Spring, or else "leasehold"
     */
    public String nameIn(Environment environment) {
        String set = name != null ? name : environment.getProperty("spring.application.name");
        return StringUtils.hasText(set) ? set : "leasehold";
    }

    /** Kinds of stores. */
    public enum StoreType {
        /** A file, for the processes of one machine. */
        SQLITE,
        /** PostgreSQL, MySQL or MariaDB. */
        JDBC,
        /** Nothing survives the process: for tests. */
        MEMORY
    }

    /**
     * Where leases and configuration are kept.
     *
     * @param type Kind of store: sqlite, jdbc, or memory for tests.
     * @param path File of an SQLite store; by default .leasehold/NAME.db in the home directory of the user. Missing directories
     *     are made.
     * @param dataSource Name of the DataSource bean of a JDBC store. Not one whose credentials come from this broker.
     * @param url JDBC URL of a JDBC store, instead of a DataSource bean.
     * @param username Login for the URL.
     * @param password Password for the URL.
     * @param maximumPoolSize Connections at most of the pool for the URL, 1 or more.
     * @param schema Schema (MySQL, MariaDB: database) of a JDBC store's tables; the connection's own by default.
     * @param tablePrefix What the tables' names start with: 1 to 30 lower-case letters, digits and underscores.
     * @param timeout How long one exchange with the store may take, 100 milliseconds to 10 minutes.
     * @param sqliteReaders How many connections read an SQLite file at once, 1 to 64.
     */
    public record Store(
            @DefaultValue("sqlite") StoreType type,
            @Nullable Path path,
            @Nullable String dataSource,
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("5") int maximumPoolSize,
            @Nullable String schema,
            @DefaultValue("leasehold_") String tablePrefix,
            @DefaultValue("10s") Duration timeout,
            @DefaultValue("4") int sqliteReaders) {

        @Override
        public String toString() {
            return "Store[" + type + "]";
        }
    }

    /**
     * The key that wraps the keys of a durable store; one of the three. Without any, an SQLite store gets a key file beside
     * it, which is refused when strict.
     *
     * @param file File with 32 random bytes, or their Base64 or hexadecimal form; closed to group and others.
     * @param environment Name of the environment variable with the key in Base64 or hexadecimal form.
     * @param value The key in Base64 form: a placeholder for a secret that comes from elsewhere.
     */
    public record MasterKeySource(
            @Nullable Path file,
            @Nullable String environment,
            @Nullable String value) {

        @Override
        public String toString() {
            return "MasterKeySource[file=" + file + ", environment=" + environment + "]";
        }
    }

    /**
     * An engine at a path. Fields of its entries are spelled as in the engine's own documentation, with hyphens for
     * underscores if you like.
     *
     * @param type Type of the engine, such as database, aws or pki; by default the path.
     * @param description What the mount is for.
     * @param defaultLeaseTtl TTL of leases of roles that say none, 1 second or more; by default the broker's.
     * @param maxLeaseTtl Longest total life of leases of roles that say none, not below the default TTL; by default the broker's.
     * @param config Entries below config/, by name, each with its fields.
     * @param roles Entries below roles/, by name, each with its fields.
     * @param staticRoles Entries below static-roles/, by name, each with its fields.
     */
    @ConfigurationPropertiesSource
    public record Mount(
            @Nullable String type,
            @Nullable String description,
            @Nullable Duration defaultLeaseTtl,
            @Nullable Duration maxLeaseTtl,
            @DefaultValue Map<String, Map<String, Object>> config,
            @DefaultValue Map<String, Map<String, Object>> roles,
            @DefaultValue Map<String, Map<String, Object>> staticRoles) {

        @Override
        public String toString() {
            return "Mount[type=" + type + ", config=" + config.keySet() + ", roles=" + roles.keySet() + ", staticRoles="
                    + staticRoles.keySet() + "]";
        }
    }

    /**
     * A path to write.
     *
     * @param path The path, such as pki/root/generate/internal.
     * @param data The fields that are written.
     * @param once Whether it is never written again, also when its data were changed here.
     */
    @ConfigurationPropertiesSource
    public record Write(
            String path,
            @DefaultValue Map<String, Object> data,
            @DefaultValue("false") boolean once) {

        @Override
        public String toString() {
            return "Write[" + path + "]";
        }
    }
}
