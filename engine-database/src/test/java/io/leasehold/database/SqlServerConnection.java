package io.leasehold.database;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.mssql.StandInSqlServer;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An engine, a stand-in, and between them the connection {@code app}, whose accounts are of one kind. */
final class SqlServerConnection implements AutoCloseable {

    final StandInSqlServer server = StandInSqlServer.start();
    final EngineHarness engine = new EngineHarness();
    private final boolean contained;

    SqlServerConnection(boolean contained) {
        this.contained = contained;
    }

    /** Writes the connection with the stand-in's administrator. */
    Reply.Data open() {
        return open(server.adminUser(), server.adminPassword());
    }

    /** Writes the connection with another administrator. */
    Reply.Data open(String user, String password) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "mssql-database-plugin",
                "allowed_roles",
                "*",
                "connection_url",
                url(),
                "username",
                user,
                "password",
                password));
        fields.put("contained_db", contained);
        return engine.write("config/app", fields);
    }

    private String url() {
        return "sqlserver://{{username}}:{{password}}@127.0.0.1:" + server.port() + "?database=erp&encrypt=disable";
    }

    /** What the plugin is given of the connection. */
    ConnectionSettings settings(String user, String password) {
        return new ConnectionSettings(
                url(), user, SecretText.of(password), 4, 2, Duration.ZERO, Map.of("contained_db", contained));
    }

    /** Writes the role {@code app}: an account with a right, and what is run when it is removed. */
    void role(String... revocation) {
        List<String> creation = contained
                ? List.of("CREATE USER [{{name}}] WITH PASSWORD = '{{password}}'", "GRANT SELECT TO [{{name}}]")
                : List.of(
                        "CREATE LOGIN [{{name}}] WITH PASSWORD = '{{password}}'",
                        "CREATE USER [{{name}}] FOR LOGIN [{{name}}]",
                        "GRANT SELECT TO [{{name}}]");
        engine.write(
                "roles/app",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        creation,
                        "revocation_statements",
                        List.of(revocation)));
    }

    @Override
    public void close() {
        engine.close();
        server.close();
    }
}
