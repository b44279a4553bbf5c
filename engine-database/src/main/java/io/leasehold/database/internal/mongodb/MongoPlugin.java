package io.leasehold.database.internal.mongodb;

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
import io.leasehold.spi.engine.Fields;
import io.leasehold.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;

/** MongoDB 4.4 and later. Loads without the driver, which is an optional dependency. */
public final class MongoPlugin implements DatabasePlugin, PasswordRotation {

    private static final String DRIVER = "com.mongodb.client.MongoClients";
    private static final String COORDINATES = "org.mongodb:mongodb-driver-sync:5.14.0";

    /** How long names for MongoDB may become; the server itself has no limit. */
    private static final int LONGEST_NAME = 100;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 15) (.RoleName | truncate 15) (random 20) (unix_time)"
                    + " | replace \".\" \"-\" | truncate 100 }}",
            LONGEST_NAME);

    /** For the service loader. */
    public MongoPlugin() {}

    @Override
    public String name() {
        return "mongodb-database-plugin";
    }

    @Override
    public UsernameRules usernames() {
        return USERNAMES;
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        requireDriver();
        try (MongoLogin login = login(settings, "")) {
            List<String> warnings = new ArrayList<>(login.address().warnings());
            if (login.believesAnyCertificate()) {
                warnings.add("tls_skip_verify believes any certificate: whoever is in between can read the password");
            }
            return new Endpoint(login.address().identity(), login.address().displayUrl(), warnings);
        }
    }

    @Override
    public void check(RoleStatements statements) {
        MongoRole role = MongoRole.parse(statements.creation());
        UserDatabase.parse("revocation_statements", statements.revocation()).ifPresent(database -> {
            if (!database.equals(role.database())) {
                throw new InvalidRequestException(
                        "revocation_statements",
                        "names database \"" + database + "\", but creation_statements makes the users in \""
                                + role.database() + "\": they would never be removed");
            }
        });
        refuse("renew_statements", statements.renewal(), "users have no expiry on the server");
        refuse("rollback_statements", statements.rollback(), "a creation is one command, which cannot fail half-way");
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        requireDriver();
        MongoLogin login = login(settings, identity.applicationName());
        return new MongoTarget(login, new TargetErrors(identity.connectionName(), login.masker()), TimeSource.system());
    }

    @Override
    public void checkRotation(String field, List<String> statements) {
        UserDatabase.parse(field, statements);
    }

    @Override
    public boolean logsInByFields(ConnectionSettings settings) {
        try (MongoLogin login = login(settings, "")) {
            return login.isByFields();
        }
    }

    private static MongoLogin login(ConnectionSettings settings, String applicationName) {
        MongoOptions options = Fields.bindOthers(settings.pluginFields(), MongoOptions.class, DatabaseConnection.class);
        return MongoLogin.of(settings, options, applicationName);
    }

    private static void refuse(String field, List<String> statements, String reason) {
        if (!statements.isEmpty()) {
            throw new InvalidRequestException(field, "is not supported for MongoDB: " + reason + "; leave it empty");
        }
    }

    private static void requireDriver() {
        try {
            Class.forName(DRIVER, false, MongoPlugin.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            throw new InvalidRequestException(
                    "plugin_name", "the MongoDB driver is missing: add the dependency " + COORDINATES);
        }
    }
}
