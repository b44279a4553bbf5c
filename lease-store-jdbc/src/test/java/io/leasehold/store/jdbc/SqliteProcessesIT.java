package io.leasehold.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.Intent.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteProcessesIT {

    private static final long NO_LIMIT = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void leaseThatWasStoredSurvivesSigkill() throws Exception {
        Path file = folder.resolve("leases.db");
        for (int round = 0; round < 3; round++) {
            List<String> acknowledged = killedAfter(file, "round" + round, 1 + 40 * round);

            try (JdbcStorage storage = JdbcStorage.sqlite(file)) {
                for (String id : acknowledged) {
                    assertThat(storage.leases().find(id)).as(id).isPresent();
                }
            }
            assertThat(integrity(file)).isEqualTo("ok");
        }
    }

    /** Starts a process that inserts without end and kills it when it has reported so many leases; all that it reported. */
    private static List<String> killedAfter(Path file, String name, int count)
            throws IOException, InterruptedException {
        Process process = SqliteProcess.start(file, name, Integer.MAX_VALUE, NO_LIMIT);
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            SqliteProcess.awaitReady(output);
            while (acknowledged.size() < count) {
                acknowledged.add(output.readLine());
            }
            process.destroyForcibly();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as("128 + SIGKILL").isEqualTo(137);
        return acknowledged;
    }

    private static String integrity(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet result = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
            return result.getString(1);
        }
    }

    @Test
    void processesThatShareAFileKeepItsLimitTogether() throws Exception {
        Path file = folder.resolve("leases.db");
        int limit = 150;
        Process other = SqliteProcess.start(file, "other", 300, limit);
        try (BufferedReader output = other.inputReader();
                JdbcStorage storage = JdbcStorage.sqlite(file)) {
            SqliteProcess.awaitReady(output);
            int stored = 0;
            for (int i = 0; i < 300; i++) {
                CountLimit all = new CountLimit("limits/all", "db/", limit);
                Outcome outcome = storage.leases().insert(TestLeases.intent("db/here-" + i, all));
                stored += outcome instanceof Outcome.Stored ? 1 : 0;
            }
            long storedThere = output.lines().count();

            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).isZero();
            assertThat(stored + storedThere).isEqualTo(limit);
            assertThat(storage.leases().count(LeaseQuery.all())).isEqualTo(limit);
        } finally {
            other.destroyForcibly();
        }
    }
}
