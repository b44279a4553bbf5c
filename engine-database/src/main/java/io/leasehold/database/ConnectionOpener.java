package io.leasehold.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens a physical connection for a user. Most drivers' own data sources fit as a method reference:
 * {@code pgSimpleDataSource::getConnection}. Implementations are thread-safe.
 */
@FunctionalInterface
public interface ConnectionOpener {

    /**
     * Opens a connection. Blocks no longer than the driver's own connect time-outs.
     *
     * @param username the user
     * @param password the password; not to be kept, logged or put in an exception
     * @return a new physical connection, owned by the caller
     * @throws SQLException what the driver throws; SQLSTATE class 28 says that the login was refused
     */
    Connection open(String username, String password) throws SQLException;
}
