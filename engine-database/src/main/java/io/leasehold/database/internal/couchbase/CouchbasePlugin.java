package io.leasehold.database.internal.couchbase;

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

/** Couchbase Server, over its management API; no driver is needed. */
public final class CouchbasePlugin implements DatabasePlugin, PasswordRotation {

    static final String NO_ROTATION_STATEMENTS =
            "a password is always set by the management API, and nothing else of the user";

    /** How long names of Couchbase may be. */
    private static final int LONGEST_NAME = 128;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"V_%s_%s_%s_%s\" (.DisplayName | truncate 45) (.RoleName | truncate 45) (random 20) (unix_time)"
                    + " | truncate 128 | uppercase }}",
            LONGEST_NAME);

    /** For the service loader. */
    public CouchbasePlugin() {}

    @Override
    public String name() {
        return "couchbase-database-plugin";
    }

    @Override
    public UsernameRules usernames() {
        return USERNAMES;
    }

    @Override
    public List<String> defaultCreation() {
        return Grants.DEFAULT_STATEMENTS;
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        CouchbaseOptions options = options(settings);
        CouchbaseAddress address = CouchbaseAddress.of(settings.connectionUrl(), options);
        HttpLogin.of(settings.username(), settings.password());
        List<String> warnings = options.believesAnyCertificate()
                ? List.of("insecure_tls believes any certificate: whoever is in between can read the password")
                : List.of();
        return new Endpoint(address.identity(), address.displayUrl(), warnings);
    }

    @Override
    public void check(RoleStatements statements) {
        Grants.parse(statements.creation());
        refuse("revocation_statements", statements.revocation(), "a user is always deleted");
        refuse("renew_statements", statements.renewal(), "users have no expiry on the server");
        refuse("rollback_statements", statements.rollback(), "a creation is one request, which cannot fail half-way");
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        CouchbaseOptions options = options(settings);
        CouchbaseAddress address = CouchbaseAddress.of(settings.connectionUrl(), options);
        AdminLink link = new AdminLink(
                address.nodes(),
                address.tls().map(tls -> () -> tls),
                HttpLogin.of(settings.username(), settings.password()),
                null,
                identity.connectionName());
        return new CouchbaseTarget(
                link, new TargetErrors(identity.connectionName(), link.masker()), TimeSource.system());
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

    private static CouchbaseOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), CouchbaseOptions.class, DatabaseConnection.class);
    }

    private static void refuse(String field, List<String> statements, String reason) {
        if (!statements.isEmpty()) {
            throw new InvalidRequestException(field, "is not supported for Couchbase: " + reason + "; leave it empty");
        }
    }
}
