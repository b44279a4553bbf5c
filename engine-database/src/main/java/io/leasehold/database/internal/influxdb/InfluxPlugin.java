package io.leasehold.database.internal.influxdb;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpLogin;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.Endpoint;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.database.spi.UsernameRules;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.Fields;
import io.leasehold.spi.time.TimeSource;
import java.util.List;

/** InfluxDB 1, over its HTTP API; no driver is needed. */
public final class InfluxPlugin implements DatabasePlugin, PasswordRotation {

    /** How long names for InfluxDB may become; the server itself has no limit. */
    private static final int LONGEST_NAME = 100;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"v_%s_%s_%s_%s\" (.DisplayName | truncate 15) (.RoleName | truncate 15) (random 20) (unix_time)"
                    + " | truncate 100 | replace \"-\" \"_\" | lowercase }}",
            LONGEST_NAME);

    /** For the service loader. */
    public InfluxPlugin() {}

    @Override
    public String name() {
        return "influxdb-database-plugin";
    }

    @Override
    public UsernameRules usernames() {
        return USERNAMES;
    }

    @Override
    public List<String> defaultCreation() {
        return InfluxScripts.DEFAULT_CREATION;
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        InfluxOptions options = options(settings);
        InfluxAddress address = InfluxAddress.of(settings.connectionUrl(), options);
        address.tls().ifPresent(tls -> tls.context());
        login(settings);
        List<String> warnings = options.believesAnyCertificate()
                ? List.of("insecure_tls believes any certificate: whoever is in between can read the password")
                : List.of();
        return new Endpoint(address.identity(), address.server().displayUrl(), warnings);
    }

    @Override
    public void check(RoleStatements statements) {
        InfluxScripts.creation(statements.creation());
        InfluxScripts.revocation(statements.revocation());
        InfluxScripts.rollback(statements.rollback());
        if (!statements.renewal().isEmpty()) {
            throw new InvalidRequestException(
                    "renew_statements",
                    "is not supported for InfluxDB: users have no expiry on the server; leave it empty");
        }
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        InfluxOptions options = options(settings);
        InfluxAddress address = InfluxAddress.of(settings.connectionUrl(), options);
        AdminLink link = new AdminLink(
                List.of(address.server()),
                address.tls().map(tls -> () -> tls),
                login(settings),
                options.connectTimeout(),
                identity.connectionName());
        return new InfluxTarget(link, new TargetErrors(identity.connectionName(), link.masker()), TimeSource.system());
    }

    @Override
    public void checkRotation(String field, List<String> statements) {
        InfluxScripts.rotation(field, statements);
    }

    /** Whenever both are given: a URL with a login is refused. */
    @Override
    public boolean logsInByFields(ConnectionSettings settings) {
        return settings.username() != null && settings.password() != null;
    }

    private static InfluxOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), InfluxOptions.class, DatabaseConnection.class);
    }

    private static HttpLogin login(ConnectionSettings settings) {
        return HttpLogin.of(settings.username(), settings.password());
    }
}
