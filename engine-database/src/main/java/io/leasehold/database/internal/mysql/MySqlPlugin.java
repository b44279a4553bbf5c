package io.leasehold.database.internal.mysql;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.connection.MySqlAddress;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** MySQL and MariaDB, also as Amazon Aurora and RDS have them. */
public sealed class MySqlPlugin implements DatabasePlugin, PasswordRotation permits MySqlLegacyPlugin {

    static final RoleScripts SCRIPTS = new RoleScripts(SqlDialect.MYSQL, Placeholders.CREATION_WITH_CERTIFICATE);

    private static final String CERTIFICATE = "client_certificate";

    /** What MySQL allows of a user name; MariaDB allows more. */
    private static final int LONGEST_NAME = 32;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 10) (.RoleName | truncate 10) (random 20) (unix_time)"
                    + " | truncate 32 }}",
            LONGEST_NAME);

    private final UsernameRules usernames;

    /** For the service loader. */
    public MySqlPlugin() {
        this(USERNAMES);
    }

    MySqlPlugin(UsernameRules usernames) {
        this.usernames = usernames;
    }

    @Override
    public String name() {
        return "mysql-database-plugin";
    }

    @Override
    public Set<String> otherNames() {
        return Set.of("mysql-aurora-database-plugin", "mysql-rds-database-plugin");
    }

    @Override
    public UsernameRules usernames() {
        return usernames;
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        MySqlAddress address = MySqlAddress.parse(settings.connectionUrl());
        MySqlDriver.choose(address.mariaDbDriver());
        TlsMaterial.of(options(settings));
        username(settings, address);
        return new Endpoint(address.identity(), address.displayUrl(), address.warnings());
    }

    @Override
    public Set<String> credentialTypes() {
        return Set.of("password", CERTIFICATE);
    }

    @Override
    public void check(RoleStatements statements) {
        SCRIPTS.check(statements);
    }

    @Override
    public void check(RoleStatements statements, String credentialType) {
        SCRIPTS.check(statements, credentialType);
        // Without a requirement the account would be open to everybody: it has no password.
        if (credentialType.equals(CERTIFICATE)
                && !SCRIPTS.creation(statements.creation()).uses(Placeholders.SUBJECT)) {
            throw new InvalidRequestException(
                    "creation_statements",
                    "no statement holds {{subject}}, so that the user would need no certificate: write CREATE USER"
                            + " '{{name}}' REQUIRE SUBJECT '{{subject}}' AND ISSUER '{{issuer}}'");
        }
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        TimeSource time = TimeSource.system();
        MySqlOptions options = options(settings);
        MySqlLogin login = login(settings, options);
        AdminPool pool = new AdminPool(
                "leasehold-database-" + identity.connectionName(),
                new PoolSize(settings.maxOpen(), settings.maxIdle(), settings.maxLifetime()),
                login::open,
                time);
        ServerErrors errors = new ServerErrors(identity.connectionName(), login.masker(), MySqlFailure::of);
        return new MySqlTarget(pool, login, errors, options, time);
    }

    @Override
    public void checkRotation(String field, List<String> statements) {
        SCRIPTS.rotation(field, statements);
    }

    @Override
    public boolean logsInByFields(ConnectionSettings settings) {
        MySqlAddress address = MySqlAddress.parse(settings.connectionUrl());
        return settings.username() != null
                && settings.password() != null
                && address.username().isEmpty()
                && address.password().isEmpty();
    }

    @Override
    public boolean accountsChangeTheirOwn() {
        return true;
    }

    private static MySqlOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), MySqlOptions.class, DatabaseConnection.class);
    }

    /** The login: what stands in the URL itself, else the fields. */
    private static MySqlLogin login(ConnectionSettings settings, MySqlOptions options) {
        MySqlAddress address = MySqlAddress.parse(settings.connectionUrl());
        // A server may know an administrator by its certificate, so a password is not required.
        SecretText password = address.password()
                .or(() -> Optional.ofNullable(settings.password()))
                .orElseGet(() -> SecretText.of(""));
        return new MySqlLogin(address, username(settings, address), password, options);
    }

    private static String username(ConnectionSettings settings, MySqlAddress address) {
        return address.username()
                .or(() -> Optional.ofNullable(settings.username()))
                .orElseThrow(() -> new InvalidRequestException("username", "the administrator's name is missing"));
    }
}
