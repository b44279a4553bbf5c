package io.leasehold.database.internal.oracle;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.account.SqlTarget;
import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.LoginTrial;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.connection.OracleAddress;
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
import java.sql.Driver;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Oracle Database. */
public final class OraclePlugin implements DatabasePlugin, PasswordRotation {

    static final RoleScripts SCRIPTS = new RoleScripts(SqlDialect.ORACLE);

    private static final List<String> ROTATION = List.of("ALTER USER \"{{name}}\" IDENTIFIED BY \"{{password}}\"");

    /** What Oracle before 12.2 keeps of a name; later releases keep 128. */
    private static final int LONGEST_NAME = 30;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"V_%s_%s_%s_%s\" (.DisplayName | truncate 8) (.RoleName | truncate 8) (random 20) (unix_time)"
                    + " | truncate 30 | uppercase | replace \"-\" \"_\" | replace \".\" \"_\" }}",
            LONGEST_NAME);

    private final Supplier<Driver> driver;

    /** For the service loader. */
    public OraclePlugin() {
        this(OracleLogin::driver);
    }

    /** With another driver in place of Oracle's. */
    OraclePlugin(Supplier<Driver> driver) {
        this.driver = driver;
    }

    @Override
    public String name() {
        return "oracle-database-plugin";
    }

    @Override
    public Set<String> otherNames() {
        return Set.of("vault-plugin-database-oracle");
    }

    @Override
    public UsernameRules usernames() {
        return USERNAMES;
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        options(settings);
        OracleAddress address = OracleAddress.parse(settings.connectionUrl());
        login(settings, address);
        return new Endpoint(address.identity(), address.displayUrl(), address.warnings());
    }

    @Override
    public void check(RoleStatements statements) {
        SCRIPTS.check(statements);
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        TimeSource time = TimeSource.system();
        OracleOptions options = options(settings);
        OracleLogin login = login(settings, OracleAddress.parse(settings.connectionUrl()));
        AdminPool pool = new AdminPool(
                "leasehold-database-" + identity.connectionName(),
                new PoolSize(settings.maxOpen(), settings.maxIdle(), settings.maxLifetime()),
                login::open,
                time);
        ServerErrors errors = new ServerErrors(identity.connectionName(), login.masker(), OracleFailure::of);
        AdminSessions sessions = new AdminSessions(pool, errors);
        return new SqlTarget(
                pool,
                login::open,
                sessions,
                new OracleAccounts(sessions, options.scripts(), options.endsSessions()),
                options.endsSessions(),
                ROTATION,
                new OracleLooks(options.endsSessions()),
                new LoginTrial(
                        List.of(login.place()),
                        (place, user, secret, limit) -> login.tryLogin(user, secret, limit),
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
        OracleAddress address = OracleAddress.parse(settings.connectionUrl());
        return settings.username() != null
                && settings.password() != null
                && address.username().isEmpty()
                && address.password().isEmpty();
    }

    private static OracleOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), OracleOptions.class, DatabaseConnection.class);
    }

    /** The login: what stands in the URL itself, else the fields. */
    private OracleLogin login(ConnectionSettings settings, OracleAddress address) {
        String username = address.username()
                .or(() -> Optional.ofNullable(settings.username()))
                .orElseThrow(() -> new InvalidRequestException("username", "the administrator's name is missing"));
        SecretText password = address.password()
                .or(() -> Optional.ofNullable(settings.password()))
                .orElseThrow(() -> new InvalidRequestException("password", "the administrator's password is missing"));
        return new OracleLogin(driver.get(), address, username, password);
    }
}
