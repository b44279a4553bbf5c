package io.leasehold.database.internal.redis;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.Endpoint;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.database.spi.UsernameRules;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Fields;
import io.leasehold.spi.time.TimeSource;
import java.util.List;
import java.util.Set;

/** Redis 6 and later, and Valkey. Loads without Jedis, which is an optional dependency. */
public final class RedisPlugin implements DatabasePlugin, PasswordRotation {

    private static final String DRIVER = "redis.clients.jedis.Connection";
    private static final String COORDINATES = "redis.clients:jedis:7.5.3";

    static final String NO_ROTATION_STATEMENTS =
            "a password is always set with ACL SETUSER, and nothing else of the user";

    /** How long names for Redis and Valkey may become; the servers themselves have no limit. */
    private static final int LONGEST_NAME = 100;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"V_%s_%s_%s_%s\" (.DisplayName | truncate 32) (.RoleName | truncate 32) (random 20) (unix_time)"
                    + " | uppercase | truncate 100 }}",
            LONGEST_NAME);

    /** For the service loader. */
    public RedisPlugin() {}

    @Override
    public String name() {
        return "redis-database-plugin";
    }

    @Override
    public Set<String> otherNames() {
        return Set.of("valkey-database-plugin");
    }

    @Override
    public UsernameRules usernames() {
        return USERNAMES;
    }

    @Override
    public List<String> defaultCreation() {
        return AclRules.DEFAULT_STATEMENTS;
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        requireDriver();
        RedisOptions options = options(settings);
        RedisAddress address = RedisAddress.of(settings.connectionUrl(), options);
        RedisTls.of(address, options);
        PersistenceMode.named(options.persistenceMode());
        password(settings);
        return new Endpoint(address.identity(), address.displayUrl(), warnings(options));
    }

    @Override
    public void check(RoleStatements statements) {
        AclRules.parse(statements.creation());
        refuse("revocation_statements", statements.revocation(), "a user is always removed with ACL DELUSER");
        refuse("renew_statements", statements.renewal(), "users have no expiry on the server");
        refuse("rollback_statements", statements.rollback(), "a creation is one command, which cannot fail half-way");
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        requireDriver();
        RedisOptions options = options(settings);
        RedisAddress address = RedisAddress.of(settings.connectionUrl(), options);
        RedisLogin login =
                new RedisLogin(address, RedisTls.of(address, options), username(settings), password(settings));
        TargetErrors errors = new TargetErrors(identity.connectionName(), login.masker());
        RedisSessions sessions =
                new RedisSessions(login, settings.maxIdle(), settings.maxLifetime(), TimeSource.system());
        return new RedisTarget(sessions, errors, PersistenceMode.named(options.persistenceMode()), TimeSource.system());
    }

    @Override
    public void checkRotation(String field, List<String> statements) {
        refuse(field, statements, NO_ROTATION_STATEMENTS);
    }

    /** Whenever both are given: a URL with a login is refused. */
    @Override
    public boolean logsInByFields(ConnectionSettings settings) {
        return settings.username() != null && settings.password() != null;
    }

    private static RedisOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), RedisOptions.class, DatabaseConnection.class);
    }

    /** Servers that know only a password have it on the user {@code default}. */
    private static String username(ConnectionSettings settings) {
        return settings.username() == null ? ProtectedUsers.DEFAULT : settings.username();
    }

    private static SecretText password(ConnectionSettings settings) {
        if (settings.password() == null) {
            throw new InvalidRequestException("password", "the administrator's password is missing");
        }
        return settings.password();
    }

    private static List<String> warnings(RedisOptions options) {
        return options.believesAnyCertificate()
                ? List.of("insecure_tls believes any certificate: whoever is in between can read the password")
                : List.of();
    }

    private static void refuse(String field, List<String> statements, String reason) {
        if (!statements.isEmpty()) {
            throw new InvalidRequestException(field, "is not supported for Redis: " + reason + "; leave it empty");
        }
    }

    private static void requireDriver() {
        try {
            Class.forName(DRIVER, false, RedisPlugin.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            throw new InvalidRequestException(
                    "plugin_name", "the Redis client Jedis is missing: add the dependency " + COORDINATES);
        }
    }
}
