package io.leasehold.database.internal.pool;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens one physical connection with the administrator's login. Thread-safe. */
@FunctionalInterface
public interface ConnectionOpener {

    /**
     * Opens a connection, ready for use.
     *
     * @return the connection, owned by the caller
     * @throws SQLException when that fails
     */
    Connection open() throws SQLException;
}
