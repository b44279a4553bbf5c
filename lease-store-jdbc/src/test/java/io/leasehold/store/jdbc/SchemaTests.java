package io.leasehold.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.SealedBytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Making and migrating tables, the same on every product. */
abstract class SchemaTests {

    private static final int INSTANCES = 8;

    private final List<Database> opened = Collections.synchronizedList(new ArrayList<>());

    /** Connects to the same, at first empty, tables at every call of a test. */
    abstract Database connect();

    /** Opens the store in these tables as an application does. */
    abstract JdbcStorage open();

    private Database database() {
        Database database = connect();
        opened.add(database);
        return database;
    }

    @AfterEach
    void closeDatabases() {
        opened.forEach(Database::close);
    }

    @RepeatedTest(10)
    void instancesThatStartTogetherMakeOneStore() throws Exception {
        CyclicBarrier start = new CyclicBarrier(INSTANCES);
        ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
        try {
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                ids.add(threads.submit(() -> {
                    start.await();
                    try (JdbcStorage storage = open()) {
                        storage.entries().get("any");
                        return storage.id();
                    }
                }));
            }
            String first = ids.get(0).get(60, TimeUnit.SECONDS);
            for (Future<String> id : ids) {
                assertThat(id.get(60, TimeUnit.SECONDS)).isEqualTo(first);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void storeKeepsItsIdAndItsDataWhenItIsOpenedAgain() {
        EntryStore.Entry entry = new EntryStore.Entry("a", 1, new SealedBytes(1, 1, new byte[] {7}));
        String id;
        try (JdbcStorage first = open()) {
            id = first.id();
            assertThat(first.entries().put(entry, EntryStore.ABSENT)).isTrue();
        }
        try (JdbcStorage second = open()) {
            assertThat(second.id()).isEqualTo(id);
            assertThat(second.entries().get("a")).contains(entry);
        }
    }

    @Test
    void codeOfThisReleaseWorksOnASchemaThatOnlyAdds() {
        Database later = database();
        String id = new Schema(later, withNext(later, 1)).open();

        try (JdbcStorage storage = open()) {
            assertThat(storage.id()).isEqualTo(id);
            EntryStore.Entry entry = new EntryStore.Entry("a", 1, new SealedBytes(1, 1, new byte[] {7}));
            assertThat(storage.entries().put(entry, EntryStore.ABSENT)).isTrue();
            assertThat(storage.entries().get("a")).contains(entry);
        }
    }

    @Test
    void codeOfThisReleaseRefusesASchemaThatNeedsLaterCodeAndNamesBothVersions() {
        Database later = database();
        new Schema(later, withNext(later, 2)).open();

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA))
                .hasMessageContaining("has schema version 2")
                .hasMessageContaining("this code has schema version 1");
    }

    @Test
    void laterCodeMigratesTheStoreOnceAndKeepsItsId() {
        String id;
        try (JdbcStorage storage = open()) {
            id = storage.id();
        }
        Database later = database();
        assertThat(new Schema(later, withNext(later, 1)).open()).isEqualTo(id);
        // Adding the column a second time would fail.
        assertThat(new Schema(later, withNext(later, 1)).open()).isEqualTo(id);
        long rows = later.read("using the new column", session -> session.number(count(later, " WHERE note IS NULL")));
        assertThat(rows).isZero();
    }

    @Test
    void migrationThatFailsLeavesAStoreThatWorksAndCanBeRepeated() {
        String id;
        try (JdbcStorage storage = open()) {
            id = storage.id();
        }
        Database later = database();
        List<Migration> broken = new ArrayList<>(later.dialect().migrations());
        broken.add(new Migration(2, 2, List.of("CREATE NONSENSE")));
        assertThatThrownBy(() -> new Schema(later, broken).open()).isInstanceOf(StorageException.class);

        try (JdbcStorage storage = open()) {
            assertThat(storage.id()).isEqualTo(id);
        }
        assertThat(new Schema(later, withNext(later, 1)).open()).isEqualTo(id);
    }

    private static Sql count(Database database, String condition) {
        return Sql.of("SELECT COUNT(*) FROM " + database.dialect().tables().entry() + condition);
    }

    /** The migrations of a later release, which adds a column. */
    private static List<Migration> withNext(Database database, int readableFrom) {
        List<Migration> migrations = new ArrayList<>(database.dialect().migrations());
        String addColumn = "ALTER TABLE " + database.dialect().tables().entry() + " ADD COLUMN note integer";
        migrations.add(new Migration(2, readableFrom, List.of(addColumn)));
        return migrations;
    }
}
