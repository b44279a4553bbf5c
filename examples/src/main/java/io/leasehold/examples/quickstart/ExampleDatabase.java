package io.leasehold.examples.quickstart;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;

/**
 * A real PostgreSQL on the loopback interface, started for the example. Every user needs a password there, the admin too.
 */
final class ExampleDatabase implements AutoCloseable {

    static final String ADMIN = "vaultadmin";

    private final EmbeddedPostgres server;
    private final String adminPassword = UUID.randomUUID().toString();

    private ExampleDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    static ExampleDatabase start(Path folder) throws IOException, SQLException {
        Path hba = folder.resolve("pg_hba.conf");
        Files.writeString(hba, """
                local all all trust
                host all postgres 127.0.0.1/32 trust
                host all all 127.0.0.1/32 scram-sha-256
                """);
        // The server may run as another user than this program.
        Files.setPosixFilePermissions(hba, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("hba_file", hba.toString())
                .start();
        ExampleDatabase database = new ExampleDatabase(server);
        database.prepare();
        return database;
    }

    private void prepare() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + ADMIN + " LOGIN SUPERUSER PASSWORD '" + adminPassword + "'");
            statement.execute("CREATE TABLE orders (id serial PRIMARY KEY, item text NOT NULL)");
            statement.execute("INSERT INTO orders (item) VALUES ('tea'), ('coffee'), ('cocoa')");
            statement.execute("GRANT SELECT ON orders TO PUBLIC");
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    /** The connection URL as the guides write it. */
    String connectionUrl() {
        return "postgresql://{{username}}:{{password}}@127.0.0.1:" + server.getPort() + "/postgres";
    }

    String adminPassword() {
        return adminPassword;
    }

    boolean canLogin(String user, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        try (Connection connection = DriverManager.getConnection(url(), properties)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    /** How many users there are that the broker may have made. */
    int brokeredUsers() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'v-%'");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
