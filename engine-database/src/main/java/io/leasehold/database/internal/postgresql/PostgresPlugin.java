package io.leasehold.database.internal.postgresql;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.connection.PostgresAddress;
import io.leasehold.database.internal.pool.AdminPool;
import io.leasehold.database.internal.pool.PoolSize;
import io.leasehold.database.internal.username.UsernameTemplate;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.Endpoint;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.database.spi.UsernameRules;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Fields;
import io.leasehold.spi.time.TimeSource;

/** PostgreSQL. */
public final class PostgresPlugin implements DatabasePlugin {

    private static final UsernameRules USERNAMES =
            new UsernameRules(UsernameTemplate.POSTGRESQL_DEFAULT, UsernameTemplate.POSTGRESQL_MAX_BYTES);

    /** For the service loader. */
    public PostgresPlugin() {}

    @Override
    public String name() {
        return "postgresql-database-plugin";
    }

    @Override
    public UsernameRules usernames() {
        return USERNAMES;
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        PostgresLogin.driver();
        options(settings).passwordForm();
        PostgresAddress address = address(settings);
        username(settings);
        password(settings);
        return new Endpoint(
                "postgresql://" + address.hosts() + "/" + address.database(), address.displayUrl(), address.warnings());
    }

    @Override
    public void check(RoleStatements statements) {
        if (PostgresScripts.creation(statements.creation()).isEmpty()) {
            throw new InvalidRequestException("creation_statements", "empty creation statements");
        }
        PostgresScripts.revocation(statements.revocation());
        PostgresScripts.renewal(statements.renewal());
        PostgresScripts.rollback(statements.rollback());
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        TimeSource time = TimeSource.system();
        SecretText password = password(settings);
        PostgresLogin login =
                new PostgresLogin(address(settings), username(settings), password, identity.applicationName());
        AdminPool pool = new AdminPool(
                "leasehold-database-" + identity.connectionName(),
                new PoolSize(settings.maxOpen(), settings.maxIdle(), settings.maxLifetime()),
                login::open,
                time);
        ServerErrors errors = new ServerErrors(identity.connectionName(), Masker.of(password.reveal()));
        return new PostgresTarget(pool, login, errors, options(settings), time);
    }

    private static PostgresOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), PostgresOptions.class, DatabaseConnection.class);
    }

    private static PostgresAddress address(ConnectionSettings settings) {
        return PostgresAddress.parse(settings.connectionUrl());
    }

    private static String username(ConnectionSettings settings) {
        if (settings.username() == null) {
            throw new InvalidRequestException("username", "the administrator's name is missing");
        }
        return settings.username();
    }

    private static SecretText password(ConnectionSettings settings) {
        if (settings.password() == null) {
            throw new InvalidRequestException("password", "the administrator's password is missing");
        }
        return settings.password();
    }
}
