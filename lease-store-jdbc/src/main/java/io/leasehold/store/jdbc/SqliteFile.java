package io.leasehold.store.jdbc;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.spi.time.TimeSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The file of an SQLite store.
 *
 * <p>Settings, from the <a href="https://www.sqlite.org/pragma.html">SQLite documentation</a>: {@code journal_mode=WAL}
 * lets readers go on beside a writer; {@code synchronous=FULL} syncs the log at every commit, without which WAL mode loses
 * the last commits when the power fails; {@code busy_timeout} makes processes wait for each other.
 */
final class SqliteFile {

    /** Marks our files, in the field of the file header that SQLite has for it: "Lsh1". */
    static final int APPLICATION_ID = 0x4c736831;

    private static final long LONGEST_PAUSE_MILLIS = 20;

    private final Path path;
    private final Duration busyTimeout;
    private final TimeSource time = TimeSource.system();
    private final SQLiteConfig config = new SQLiteConfig();

    SqliteFile(Path path, Duration busyTimeout) {
        this.path = path.toAbsolutePath();
        this.busyTimeout = busyTimeout;
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    }

    /** Makes the file where there is none, and refuses one that is not ours. */
    void prepare() {
        if (path.toString().indexOf('?') >= 0) {
            throw unusable("its name holds a question mark, which the driver takes for the start of options", null);
        }
        if (Files.isDirectory(path)) {
            throw unusable("it is a directory; name a file in it", null);
        }
        create();
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            throw unusable("this process may not read and write it", null);
        }
        requireOurs();
    }

    private void create() {
        try {
            // SQLite gives its log and shared-memory files the mode of this one.
            FileAttribute<?>[] ownerOnly =
                    path.getFileSystem().supportedFileAttributeViews().contains("posix")
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                            }
                            : new FileAttribute<?>[0];
            Files.createFile(path, ownerOnly);
        } catch (FileAlreadyExistsException e) {
            // Made before, or by another process just now.
        } catch (IOException e) {
            throw unusable("it cannot be created; its directory must exist and be writable", e);
        }
    }

    private void requireOurs() {
        try (Connection connection = config.createConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            // In this order: another process that makes the store just now commits tables and mark together.
            boolean hasTables = number(statement, "SELECT count(*) FROM sqlite_master") > 0;
            if (hasTables && number(statement, "PRAGMA application_id") != APPLICATION_ID) {
                throw new StorageException(
                        Reason.SCHEMA,
                        "SQLite file " + path + " belongs to another application; give the store a file of its own",
                        null);
            }
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_NOTADB.code) {
                throw new StorageException(Reason.SCHEMA, "file " + path + " is not an SQLite database", e);
            }
            throw unusable("opening it failed: " + e.getMessage(), e);
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** Opens a connection. */
    Connection connect() throws SQLException {
        Connection connection = config.createConnection("jdbc:sqlite:" + path);
        try (Statement statement = connection.createStatement()) {
            switchToLog(statement);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Of several connections that switch a new file at once, SQLite refuses all but one on the spot, without the busy
     * time-out: each holds a lock that keeps the others from theirs. Those try again.
     */
    private void switchToLog(Statement statement) throws SQLException {
        long start = time.nanoTime();
        while (true) {
            try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode=WAL")) {
                if (!mode.next() || !"wal".equalsIgnoreCase(mode.getString(1))) {
                    throw new SQLException("write-ahead logging cannot be switched on; is " + path
                            + " on a network file system, or open elsewhere in another mode?");
                }
                return;
            } catch (SQLException e) {
                boolean busy = (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
                if (!busy || time.nanoTime() - start > busyTimeout.toNanos()) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private void pause(SQLException cause) throws SQLException {
        try {
            time.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, LONGEST_PAUSE_MILLIS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    private StorageException unusable(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new StorageException(Reason.UNAVAILABLE, "SQLite file " + path + " cannot be used: " + why, cause);
    }

    @Override
    public String toString() {
        return "SQLite file " + path;
    }
}
