package io.leasehold.database.mssql;

import io.leasehold.database.harness.DockerServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** SQL Server itself, where Docker is; a test that asks for it elsewhere is skipped. */
public final class RealSqlServer implements SqlServerUnderTest, AutoCloseable {

    private final DockerServer server;
    private final String password;

    private RealSqlServer(DockerServer server, String password) {
        this.server = server;
        this.password = password;
    }

    public static RealSqlServer start() {
        String password = DockerServer.password();
        DockerServer server = DockerServer.start(
                "sqlserver",
                "mcr.microsoft.com/mssql/server:2022-latest",
                1433,
                Map.of("ACCEPT_EULA", "Y", "MSSQL_SA_PASSWORD", password),
                port -> logsIn(port, password));
        RealSqlServer real = new RealSqlServer(server, password);
        real.execute("CREATE DATABASE erp");
        return real;
    }

    private static boolean logsIn(int port, String password) {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:sqlserver://127.0.0.1:" + port + ";encrypt=false;trustServerCertificate=true", "sa", password)) {
            return connection.isValid(10);
        } catch (SQLException starting) {
            return false;
        }
    }

    private void execute(String... statements) {
        try (Connection connection = connect(adminUser(), password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String adminUser() {
        return "sa";
    }

    @Override
    public String adminPassword() {
        return password;
    }

    @Override
    public String parameters() {
        return "encrypt=true&trustservercertificate=true";
    }

    @Override
    public void createLogin(String name, String secret) {
        execute("CREATE LOGIN [" + name.replace("]", "]]") + "] WITH PASSWORD = N'" + secret.replace("'", "''")
                + "', CHECK_POLICY = OFF");
    }

    @Override
    public void removeLogin(String name) {
        String quoted = "[" + name.replace("]", "]]") + "]";
        execute("DROP LOGIN " + quoted, "USE erp; DROP USER IF EXISTS " + quoted);
    }

    @Override
    public Set<String> logins() {
        Set<String> names = new TreeSet<>();
        try (Connection connection = connect(adminUser(), password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM sys.server_principals WHERE type = 'S'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
