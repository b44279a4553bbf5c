package io.leasehold.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.Intent.Outcome;
import io.leasehold.spi.storage.SealedBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteFileTest {

    @TempDir
    Path folder;

    @Test
    void fileAndItsCompanionsAreForTheOwnerAlone() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews())
                .as("POSIX permissions")
                .contains("posix");
        try (JdbcStorage storage = JdbcStorage.sqlite(folder.resolve("leases.db"))) {
            storage.entries().put(new Entry("a", 1, new SealedBytes(1, 1, new byte[1])), EntryStore.ABSENT);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.toList())
                        .hasSizeGreaterThan(1)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void closingLeavesOneFile() throws IOException {
        JdbcStorage storage = JdbcStorage.sqlite(folder.resolve("leases.db"));
        storage.leases().insert(TestLeases.intent("db/1"));
        storage.leases().find("db/1");
        storage.close();

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("leases.db"));
        }
    }

    @Test
    void connectionsSyncAtEveryCommitAndLogAhead() throws SQLException {
        SqliteFile file = new SqliteFile(folder.resolve("leases.db"), Duration.ofMillis(1_234));
        file.prepare();
        try (Connection connection = file.connect()) {
            assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(connection, "synchronous")).as("2 is FULL").isEqualTo("2");
            assertThat(pragma(connection, "busy_timeout")).isEqualTo("1234");
        }
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getString(1);
        }
    }

    @Test
    void directoryIsRefused() {
        assertRefused(folder, Reason.UNAVAILABLE, "it is a directory");
    }

    @Test
    void fileInAMissingDirectoryIsRefused() {
        assertRefused(folder.resolve("missing/leases.db"), Reason.UNAVAILABLE, "cannot be created");
    }

    @Test
    void fileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        Path file = folder.resolve("notes.txt");
        Files.writeString(file, "these are notes ".repeat(1_000));

        assertRefused(file, Reason.SCHEMA, "is not an SQLite database");
        assertThat(Files.readString(file)).startsWith("these are notes").hasSize(16_000);
    }

    @Test
    void databaseOfAnotherApplicationIsRefusedAndLeftAlone() throws SQLException {
        Path file = folder.resolve("other.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE theirs (x int)");
        }

        assertRefused(file, Reason.SCHEMA, "belongs to another application");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            assertThat(pragma(other, "journal_mode")).isEqualTo("delete");
        }
    }

    @Test
    void nameThatTheDriverWouldTakeForOptionsIsRefused() {
        assertRefused(folder.resolve("a?b"), Reason.UNAVAILABLE, "question mark");
    }

    @Test
    void emptyFileBecomesAStore() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.db"));
        try (JdbcStorage storage = JdbcStorage.sqlite(file)) {
            assertThat(storage.leases().insert(TestLeases.intent("db/1"))).isInstanceOf(Outcome.Stored.class);
        }
    }

    @Test
    void anotherWritersLockIsWaitedForAndThenReported() throws SQLException {
        Path file = folder.resolve("leases.db");
        JdbcStorage.Builder impatient = JdbcStorage.builder().sqliteFile(file).timeout(Duration.ofMillis(100));
        try (JdbcStorage storage = impatient.open();
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> storage.leases().insert(TestLeases.intent("db/1")))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
            assertThat(storage.leases().find("db/1")).isEmpty();
            statement.execute("ROLLBACK");

            assertThat(storage.leases().insert(TestLeases.intent("db/1"))).isInstanceOf(Outcome.Stored.class);
        }
    }

    @Test
    void sqliteThroughADataSourceIsReferredToItsFile() {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + folder.resolve("leases.db"));

        assertThatThrownBy(() -> JdbcStorage.of(dataSource))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("opened by its file");
    }

    private static void assertRefused(Path file, Reason reason, String why) {
        assertThatThrownBy(() -> JdbcStorage.sqlite(file))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
    }
}
