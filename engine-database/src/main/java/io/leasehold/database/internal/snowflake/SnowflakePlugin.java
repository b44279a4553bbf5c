package io.leasehold.database.internal.snowflake;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.account.SqlTarget;
import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.LoginTrial;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.connection.SnowflakeAddress;
import io.leasehold.database.internal.pool.AdminPool;
import io.leasehold.database.internal.pool.PoolSize;
import io.leasehold.database.internal.sql.Placeholders;
import io.leasehold.database.internal.sql.RoleScripts;
import io.leasehold.database.internal.sql.SqlDialect;
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
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Snowflake. */
public final class SnowflakePlugin implements DatabasePlugin, PasswordRotation {

    static final RoleScripts SCRIPTS = new RoleScripts(SqlDialect.SNOWFLAKE, Placeholders.CREATION_WITH_KEY);

    private static final List<String> ROTATION = List.of("ALTER USER \"{{name}}\" SET PASSWORD = '{{password}}'");

    private static final String RSA_KEY = "rsa_private_key";

    /** What Snowflake allows of a name. */
    private static final int LONGEST_NAME = 255;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"v_%s_%s_%s_%s\" (.DisplayName | truncate 32) (.RoleName | truncate 32) (random 20) (unix_time)"
                    + " | truncate 255 | replace \"-\" \"_\" | replace \".\" \"_\" }}",
            LONGEST_NAME);

    /** For the service loader. */
    public SnowflakePlugin() {}

    @Override
    public String name() {
        return "snowflake-database-plugin";
    }

    @Override
    public UsernameRules usernames() {
        return USERNAMES;
    }

    @Override
    public Set<String> credentialTypes() {
        return Set.of("password", RSA_KEY);
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        SnowflakeAddress address = SnowflakeAddress.parse(settings.connectionUrl());
        login(settings, address);
        return new Endpoint(address.identity(), address.displayUrl(), address.warnings());
    }

    @Override
    public void check(RoleStatements statements) {
        SCRIPTS.check(statements);
    }

    @Override
    public void check(RoleStatements statements, String credentialType) {
        SCRIPTS.check(statements, credentialType);
        if (credentialType.equals(RSA_KEY)
                && !SCRIPTS.creation(statements.creation()).uses(Placeholders.PUBLIC_KEY)) {
            throw new InvalidRequestException(
                    "creation_statements",
                    "no statement holds {{public_key}}, so that nobody could log in with the private key: write CREATE"
                            + " USER {{name}} RSA_PUBLIC_KEY = '{{public_key}}'");
        }
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        TimeSource time = TimeSource.system();
        SnowflakeLogin login = login(settings, SnowflakeAddress.parse(settings.connectionUrl()));
        AdminPool pool = new AdminPool(
                "leasehold-database-" + identity.connectionName(),
                new PoolSize(settings.maxOpen(), settings.maxIdle(), settings.maxLifetime()),
                login::open,
                time);
        ServerErrors errors = new ServerErrors(identity.connectionName(), login.masker(), SnowflakeFailure::of);
        AdminSessions sessions = new AdminSessions(pool, errors);
        return new SqlTarget(
                pool,
                login::open,
                sessions,
                new SnowflakeAccounts(sessions),
                true,
                ROTATION,
                new SnowflakeLooks(),
                new LoginTrial(
                        List.of(login.place()),
                        (place, user, secret, limit) -> login.tryLogin(user, secret, limit),
                        SnowflakeLogin::read,
                        errors,
                        time),
                time);
    }

    @Override
    public void checkRotation(String field, List<String> statements) {
        SCRIPTS.rotation(field, statements);
    }

    @Override
    public boolean logsInByFields(ConnectionSettings settings) {
        SnowflakeAddress address = SnowflakeAddress.parse(settings.connectionUrl());
        return settings.username() != null
                && settings.password() != null
                && options(settings).key().isEmpty()
                && address.username().isEmpty()
                && address.password().isEmpty();
    }

    private static SnowflakeOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), SnowflakeOptions.class, DatabaseConnection.class);
    }

    /** The login: what stands in the URL itself, else the fields. A key takes the place of the password. */
    private static SnowflakeLogin login(ConnectionSettings settings, SnowflakeAddress address) {
        Optional<PrivateKey> key = options(settings).key();
        String username = address.username()
                .or(() -> Optional.ofNullable(settings.username()))
                .orElseThrow(() -> new InvalidRequestException("username", "the administrator's name is missing"));
        Optional<SecretText> password = address.password().or(() -> Optional.ofNullable(settings.password()));
        if (password.isEmpty() && key.isEmpty()) {
            throw new InvalidRequestException("password", "the administrator's password, or private_key, is missing");
        }
        return new SnowflakeLogin(address, username, password.orElseGet(() -> SecretText.of("")), key);
    }
}
