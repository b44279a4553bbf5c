package io.leasehold.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connections to an SQLite file: one that writes, because SQLite has one writer at a time and queueing in the process is
 * fairer and faster than its busy loop; and a few that read beside it. All are opened when first needed.
 *
 * <p>Waiting is not interruptible: what is waited for takes milliseconds, and is bounded by the busy time-out.
 */
final class SqliteConnections implements Connections {

    private final SqliteFile file;
    private final int readers;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final Semaphore reading;
    private final Deque<Connection> idleReaders = new ArrayDeque<>(); // guarded by itself
    private @Nullable Connection writer; // guarded by writing
    private boolean closed; // guarded by writing

    SqliteConnections(SqliteFile file, int readers) {
        this.file = file;
        this.readers = readers;
        this.reading = new Semaphore(readers, true);
    }

    @Override
    public <T> T use(Access access, Use<T> use) throws SQLException {
        return access == Access.WRITE ? write(use) : read(use);
    }

    private <T> T write(Use<T> use) throws SQLException {
        writing.lock();
        try {
            Connection connection = writer;
            if (connection == null) {
                connection = file.connect();
                writer = connection;
            }
            return use.with(connection);
        } finally {
            writing.unlock();
        }
    }

    private <T> T read(Use<T> use) throws SQLException {
        reading.acquireUninterruptibly();
        try {
            Connection connection = idleReader();
            if (connection == null) {
                connection = file.connect();
            }
            try {
                return use.with(connection);
            } finally {
                synchronized (idleReaders) {
                    idleReaders.push(connection);
                }
            }
        } finally {
            reading.release();
        }
    }

    private @Nullable Connection idleReader() {
        synchronized (idleReaders) {
            return idleReaders.poll();
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            reading.acquireUninterruptibly(readers);
            try {
                for (Connection reader = idleReader(); reader != null; reader = idleReader()) {
                    closeQuietly(reader);
                }
            } finally {
                reading.release(readers);
            }
            // Last, so that the writer's closing checkpoints the log and removes it.
            if (writer != null) {
                closeQuietly(writer);
                writer = null;
            }
        } finally {
            writing.unlock();
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Everything that was committed is on disk, and the next opening recovers the log.
        }
    }
}
