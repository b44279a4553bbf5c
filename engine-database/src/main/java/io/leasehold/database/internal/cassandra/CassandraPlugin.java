package io.leasehold.database.internal.cassandra;

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
import java.util.List;

/** Cassandra 4.1 and later. Loads without the driver, which is an optional dependency. */
public final class CassandraPlugin implements DatabasePlugin, PasswordRotation {

    private static final String DRIVER = "com.datastax.oss.driver.api.core.CqlSession";
    private static final String COORDINATES = "org.apache.cassandra:java-driver-core:4.19.3";

    /** How long names for Cassandra may become; the server itself has no limit. */
    private static final int LONGEST_NAME = 100;

    private static final UsernameRules USERNAMES = new UsernameRules(
            "{{ printf \"v_%s_%s_%s_%s\" (.DisplayName | truncate 15) (.RoleName | truncate 15) (random 20) (unix_time)"
                    + " | truncate 100 | replace \"-\" \"_\" | lowercase }}",
            LONGEST_NAME);

    /** For the service loader. */
    public CassandraPlugin() {}

    @Override
    public String name() {
        return "cassandra-database-plugin";
    }

    @Override
    public UsernameRules usernames() {
        return USERNAMES;
    }

    @Override
    public Endpoint describe(ConnectionSettings settings) {
        requireDriver();
        CassandraOptions options = options(settings);
        try (CassandraLogin login = CassandraLogin.of(settings, options, "", "")) {
            List<String> warnings = options.believesAnyCertificate()
                    ? List.of("insecure_tls believes any certificate: whoever is in between can read the password")
                    : List.of();
            return new Endpoint(login.address().identity(), login.address().displayUrl(), warnings);
        }
    }

    @Override
    public List<String> defaultCreation() {
        return CqlScripts.DEFAULT_CREATION;
    }

    @Override
    public void check(RoleStatements statements) {
        CqlScripts.check(statements);
    }

    @Override
    public DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity) {
        requireDriver();
        CassandraOptions options = options(settings);
        CassandraLogin login =
                CassandraLogin.of(settings, options, identity.connectionName(), identity.applicationName());
        TargetErrors errors = new TargetErrors(identity.connectionName(), login.masker());
        return new CassandraTarget(login, errors, !options.skipsVerification(), TimeSource.system());
    }

    @Override
    public void checkRotation(String field, List<String> statements) {
        CqlScripts.rotation(field, statements);
    }

    /** Whenever both are given: an address with a login is refused. */
    @Override
    public boolean logsInByFields(ConnectionSettings settings) {
        return settings.username() != null && settings.password() != null;
    }

    private static CassandraOptions options(ConnectionSettings settings) {
        return Fields.bindOthers(settings.pluginFields(), CassandraOptions.class, DatabaseConnection.class);
    }

    private static void requireDriver() {
        try {
            Class<?> driver = Class.forName(DRIVER, false, CassandraPlugin.class.getClassLoader());
            // The driver names no module of its own, so that none can be required: it is read where it is found.
            CassandraPlugin.class.getModule().addReads(driver.getModule());
        } catch (ClassNotFoundException absent) {
            throw new InvalidRequestException(
                    "plugin_name", "the Cassandra driver is missing: add the dependency " + COORDINATES);
        }
    }
}
