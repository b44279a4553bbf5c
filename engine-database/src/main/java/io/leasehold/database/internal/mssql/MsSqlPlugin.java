package io.leasehold.database.internal.mssql;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.account.SqlTarget;
import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.LoginTrial;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.connection.MsSqlAddress;
import io.leasehold.database.internal.pool.AdminPool;
import io.leasehold.database.internal.pool.PoolSize;
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
import java.util.List;
import java.util.Optional;

/** Microsoft SQL Server, and Azure SQL with contained users. */
public final class MsSqlPlugin implements DatabasePlugin, PasswordRotation {

    static final RoleScripts SCRIPTS = new RoleScripts(SqlDialect.SQL_SERVER);

    /** What SQL Server allows of the name of a login: 128 characters ({@code sysname}). */
    private static final int LONGEST_NAME = 128;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 20) (.RoleName | truncate 20) (random 20) (unix_time)"
                    + " | truncate 128 }}",
            LONGEST_NAME);

    /** For the service loader. */
    public MsSqlPlugin() {}

    @Override
    public String name() {
        return "mssql-database-plugin";
    }

    @Override
    public UsernameRules usernames() {
        return USERNAMES;
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        MsSqlAddress address = MsSqlAddress.parse(settings.connectionUrl());
        boolean contained = options(settings).kind() == AccountKind.CONTAINED_USER;
        if (contained && address.database().isEmpty()) {
            throw new InvalidRequestException(
                    "connection_url",
                    "names no database, to which the users of contained_db belong: add ?database=NAME");
        }
        login(settings, address, "");
        return new Endpoint(
                contained ? address.databaseIdentity() : address.identity(), address.displayUrl(), address.warnings());
    }

    @Override
    public void check(RoleStatements statements) {
        SCRIPTS.check(statements);
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        TimeSource time = TimeSource.system();
        MsSqlOptions options = options(settings);
        AccountKind kind = options.kind();
        MsSqlAddress address = MsSqlAddress.parse(settings.connectionUrl());
        MsSqlLogin login = login(settings, address, identity.applicationName());
        AdminPool pool = new AdminPool(
                "leasehold-database-" + identity.connectionName(),
                new PoolSize(settings.maxOpen(), settings.maxIdle(), settings.maxLifetime()),
                login::open,
                time);
        ServerErrors errors = new ServerErrors(identity.connectionName(), login.masker(), MsSqlFailure::of);
        AdminSessions sessions = new AdminSessions(pool, errors);
        return new SqlTarget(
                pool,
                login::open,
                sessions,
                new MsSqlAccounts(new AccountSession(sessions, kind), kind, address.database()),
                options.endsSessions(),
                kind.rotation(),
                new MsSqlLooks(kind, options.endsSessions()),
                new LoginTrial(
                        List.of(login.place()),
                        (place, user, secret, limit) -> login.tryLogin(kind, user, secret, limit),
                        LoginReading::of,
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
        MsSqlAddress address = MsSqlAddress.parse(settings.connectionUrl());
        return settings.username() != null
                && settings.password() != null
                && address.username().isEmpty()
                && address.password().isEmpty();
    }

    private static MsSqlOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), MsSqlOptions.class, DatabaseConnection.class);
    }

    /** The login: what stands in the URL itself, else the fields. */
    private static MsSqlLogin login(ConnectionSettings settings, MsSqlAddress address, String applicationName) {
        String username = address.username()
                .or(() -> Optional.ofNullable(settings.username()))
                .orElseThrow(() -> new InvalidRequestException("username", "the administrator's name is missing"));
        SecretText password = address.password()
                .or(() -> Optional.ofNullable(settings.password()))
                .orElseThrow(() -> new InvalidRequestException("password", "the administrator's password is missing"));
        return new MsSqlLogin(address, username, password, applicationName);
    }
}
