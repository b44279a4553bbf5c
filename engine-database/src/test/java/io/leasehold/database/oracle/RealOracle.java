package io.leasehold.database.oracle;

import io.leasehold.database.harness.DockerServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Oracle Database Free itself, where Docker is; a test that asks for it elsewhere is skipped. */
public final class RealOracle implements AutoCloseable {

    public static final String ADMIN = "SYSTEM";

    private static final int DENIED = 1017;

    private final DockerServer server;
    private final String password;

    private RealOracle(DockerServer server, String password) {
        this.server = server;
        this.password = password;
    }

    public static RealOracle start() {
        String password = DockerServer.password().replace("-", "_");
        DockerServer server = DockerServer.start(
                "oracle",
                "gvenzl/oracle-free:23-slim",
                1521,
                Map.of("ORACLE_PASSWORD", password),
                port -> logsIn(port, password));
        return new RealOracle(server, password);
    }

    private static boolean logsIn(int port, String password) {
        try (Connection connection = DriverManager.getConnection(url(port), ADMIN, password)) {
            return connection.isValid(10);
        } catch (SQLException starting) {
            return false;
        }
    }

    private static String url(int port) {
        return "jdbc:oracle:thin:@//127.0.0.1:" + port + "/FREEPDB1";
    }

    public int port() {
        return server.port();
    }

    public String password() {
        return password;
    }

    /** A session; a wrong password is an error of SQLSTATE class 28. */
    public Connection connect(String user, String secret) throws SQLException {
        try {
            return DriverManager.getConnection(url(server.port()), user, secret);
        } catch (SQLException failure) {
            throw failure.getErrorCode() == DENIED ? new SQLException(failure.getMessage(), "28000", DENIED) : failure;
        }
    }

    public void execute(String... statements) {
        try (Connection connection = connect(ADMIN, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public Set<String> users() {
        Set<String> names = new TreeSet<>();
        try (Connection connection = connect(ADMIN, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT username FROM all_users")) {
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
