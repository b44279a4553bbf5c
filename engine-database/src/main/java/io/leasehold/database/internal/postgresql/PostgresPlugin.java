package io.leasehold.database.internal.postgresql;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.connection.PostgresAddress;
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
import java.util.Set;

/** PostgreSQL. */
public final class PostgresPlugin implements DatabasePlugin, PasswordRotation {

    static final RoleScripts SCRIPTS = new RoleScripts(SqlDialect.POSTGRESQL);

    /** What PostgreSQL keeps of a name: {@code NAMEDATALEN} - 1 bytes. */
    private static final int LONGEST_NAME = 63;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 8) (.RoleName | truncate 8) (random 20) (unix_time)"
                    + " | truncate 63 }}",
            LONGEST_NAME);

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
        login(settings, address, "");
        return new Endpoint(address.identity(), address.displayUrl(), address.warnings());
    }

    @Override
    public Set<String> credentialTypes() {
        return Set.of("password", "client_certificate");
    }

    @Override
    public void check(RoleStatements statements) {
        SCRIPTS.check(statements);
    }

    @Override
    public void check(RoleStatements statements, String credentialType) {
        SCRIPTS.check(statements, credentialType);
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        TimeSource time = TimeSource.system();
        PostgresLogin login = login(settings, address(settings), identity.applicationName());
        AdminPool pool = new AdminPool(
                "leasehold-database-" + identity.connectionName(),
                new PoolSize(settings.maxOpen(), settings.maxIdle(), settings.maxLifetime()),
                login::open,
                time);
        ServerErrors errors = new ServerErrors(identity.connectionName(), login.masker(), SqlState::of);
        return new PostgresTarget(pool, login, errors, options(settings), time);
    }

    @Override
    public void checkRotation(String field, List<String> statements) {
        SCRIPTS.rotation(field, statements);
    }

    @Override
    public boolean logsInByFields(ConnectionSettings settings) {
        PostgresAddress address = address(settings);
        return settings.username() != null
                && settings.password() != null
                && address.username().isEmpty()
                && address.password().isEmpty();
    }

    @Override
    public boolean accountsChangeTheirOwn() {
        return true;
    }

    private static PostgresOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), PostgresOptions.class, DatabaseConnection.class);
    }

    private static PostgresAddress address(ConnectionSettings settings) {
        return PostgresAddress.parse(settings.connectionUrl(), settings.username());
    }

    /** The login: what stands in the URL itself, else the fields. */
    private static PostgresLogin login(ConnectionSettings settings, PostgresAddress address, String applicationName) {
        String username = address.username()
                .or(() -> Optional.ofNullable(settings.username()))
                .orElseThrow(() -> new InvalidRequestException("username", "the administrator's name is missing"));
        // A server may trust an administrator by its certificate or host, so a password is not required.
        SecretText password = address.password()
                .or(() -> Optional.ofNullable(settings.password()))
                .orElseGet(() -> SecretText.of(""));
        return new PostgresLogin(address, username, password, applicationName);
    }
}
