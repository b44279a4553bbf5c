package io.leasehold.testkit.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The little JDBC that the fixtures need. Credentials go to the driver as properties, never in a URL. */
final class Sql {

    /** The class of SQLSTATE for refused logins: {@code invalid authorization specification}. */
    private static final String LOGIN_REFUSED = "28";

    private Sql() {}

    static Connection connect(String url, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(url, properties);
    }

    /** Whether a login is taken. Fails when the server answers anything but yes or no. */
    static boolean canLogin(String url, String user, String password) {
        try (Connection connection = connect(url, user, password)) {
            return connection.isValid(10);
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (state != null && state.startsWith(LOGIN_REFUSED)) {
                return false;
            }
            throw new IllegalStateException("the login of " + user + " was neither taken nor refused", e);
        }
    }

    static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static boolean exists(Connection connection, String query, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
