package io.leasehold.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from. Thread-safe. */
interface Connections extends AutoCloseable {

    /** What a connection is used for. */
    enum Access {
        READ,
        WRITE
    }

    /** Something to do with a connection. */
    @FunctionalInterface
    interface Use<T> {
        T with(Connection connection) throws SQLException;
    }

    /**
     * Lends a connection, with auto-commit on, for the duration of a call.
     *
     * @param access what it is used for
     * @param use what to do
     * @return what the use returned
     */
    <T> T use(Access access, Use<T> use) throws SQLException;

    /** Closes the connections that this object owns, once they are not in use. May be called repeatedly. */
    @Override
    void close();
}
