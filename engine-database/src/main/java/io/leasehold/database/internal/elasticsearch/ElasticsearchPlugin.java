package io.leasehold.database.internal.elasticsearch;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpAddress;
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

/** Elasticsearch with its security switched on, over its HTTP API; no driver is needed. */
public final class ElasticsearchPlugin implements DatabasePlugin, PasswordRotation {

    static final String NO_ROTATION_STATEMENTS =
            "a password is always set by the security API, and nothing else of the user";

    /** How long names for Elasticsearch may become; the server itself takes more. */
    private static final int LONGEST_NAME = 100;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 15) (.RoleName | truncate 15) (random 20) (unix_time)"
                    + " | truncate 100 }}",
            LONGEST_NAME);

    /** For the service loader. */
    public ElasticsearchPlugin() {}

    @Override
    public String name() {
        return "elasticsearch-database-plugin";
    }

    @Override
    public UsernameRules usernames() {
        return USERNAMES;
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        ElasticsearchOptions options = options(settings);
        HttpAddress address = ElasticsearchAddress.of(settings.connectionUrl(), options);
        ElasticsearchTls.of(address, options);
        HttpLogin.of(settings.username(), settings.password());
        List<String> warnings = options.believesAnyCertificate()
                ? List.of("insecure believes any certificate: whoever is in between can read the password")
                : List.of();
        return new Endpoint(ElasticsearchAddress.identity(address), address.displayUrl(), warnings);
    }

    @Override
    public void check(RoleStatements statements) {
        UserRoles.parse(statements.creation());
        refuse("revocation_statements", statements.revocation(), "a user and its role are always deleted");
        refuse("renew_statements", statements.renewal(), "users have no expiry on the server");
        refuse("rollback_statements", statements.rollback(), "a half-made user is always taken back");
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        ElasticsearchOptions options = options(settings);
        HttpAddress address = ElasticsearchAddress.of(settings.connectionUrl(), options);
        AdminLink link = new AdminLink(
                List.of(address),
                ElasticsearchTls.of(address, options),
                HttpLogin.of(settings.username(), settings.password()),
                null,
                identity.connectionName());
        return new ElasticsearchTarget(
                link, options, new TargetErrors(identity.connectionName(), link.masker()), TimeSource.system());
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

    private static ElasticsearchOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), ElasticsearchOptions.class, DatabaseConnection.class);
    }

    private static void refuse(String field, List<String> statements, String reason) {
        if (!statements.isEmpty()) {
            throw new InvalidRequestException(
                    field, "is not supported for Elasticsearch: " + reason + "; leave it empty");
        }
    }
}
