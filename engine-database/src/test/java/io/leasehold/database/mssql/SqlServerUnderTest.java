package io.leasehold.database.mssql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;

/** A server that tests talk to with the driver themselves. */
public interface SqlServerUnderTest {

    /** What the server says of a wrong password. */
    int LOGIN_FAILED = 18456;

    int port();

    String adminUser();

    String adminPassword();

    /** Parameters that a connection needs. */
    String parameters();

    /** Makes a login whose passwords need not be complex. */
    void createLogin(String name, String password);

    void removeLogin(String name);

    Set<String> logins();

    /** A session in the login's default database. */
    default Connection connect(String user, String password) throws SQLException {
        return connect("", user, password);
    }

    /** A session in a database; a wrong password is an error of SQLSTATE class 28, which the driver does not have. */
    default Connection connect(String database, String user, String password) throws SQLException {
        try {
            return DriverManager.getConnection(
                    "jdbc:sqlserver://127.0.0.1:" + port()
                            + ";encrypt=false;trustServerCertificate=true;loginTimeout=10"
                            + (database.isEmpty() ? "" : ";databaseName=" + database),
                    user,
                    password);
        } catch (SQLException failure) {
            throw failure.getErrorCode() == LOGIN_FAILED
                    ? new SQLException(failure.getMessage(), "28000", LOGIN_FAILED)
                    : failure;
        }
    }
}
