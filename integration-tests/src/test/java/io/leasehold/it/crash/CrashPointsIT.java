package io.leasehold.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.it.crash.StorePlace.PostgresDatabase;
import io.leasehold.it.crash.StorePlace.SqliteFile;
import io.leasehold.it.crash.WireTap.Phase;
import io.leasehold.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed at every single exchange with its store and its target, one process for each, and recovered from each
 * time. Exchanges with PostgreSQL are stopped on the wire, before the request, while the server works on it, and before the
 * answer arrives; statements of SQLite before and after. The two sides are gone through at the same time, on lanes that have
 * nothing in common.
 */
@Tag("crash")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class CrashPointsIT {

    @TempDir
    private Path folder;

    @Test
    void noPointOfACrashLeavesAnAccountWithoutLeaseWithAStoreInPostgres() throws Exception {
        CrashReport report = new CrashReport("Crash points, store PostgreSQL");
        TwoLanes.run(
                () -> {
                    try (PostgresServer server = PostgresServer.start();
                            WireTap tap = WireTap.to(server.host(), server.port())) {
                        new Sweep(lane("target", server, tap.port(), Lane.storeOn(server)), report)
                                .throughTarget(tap, Phase.values());
                    }
                },
                () -> {
                    try (PostgresServer server = PostgresServer.start()) {
                        PostgresDatabase store = Lane.storeOn(server);
                        Lane lane = lane("store", server, server.port(), store);
                        try (WireTap tap = WireTap.to(server.host(), server.port())) {
                            new Sweep(lane, report).throughStore(tap, Phase.values());
                        }
                    }
                });
        finish(report);
    }

    @Test
    void noPointOfACrashLeavesAnAccountWithoutLeaseWithAStoreInSqlite() throws Exception {
        CrashReport report = new CrashReport("Crash points, store SQLite");
        TwoLanes.run(
                () -> {
                    try (PostgresServer server = PostgresServer.start();
                            WireTap tap = WireTap.to(server.host(), server.port())) {
                        new Sweep(lane("target", server, tap.port(), sqlite("target")), report)
                                .throughTarget(tap, Phase.BEFORE, Phase.AFTER);
                    }
                },
                () -> {
                    try (PostgresServer server = PostgresServer.start()) {
                        new Sweep(lane("store", server, server.port(), sqlite("store")), report).throughFile();
                    }
                });
        finish(report);
    }

    private StorePlace sqlite(String name) {
        return new SqliteFile(folder.resolve(name + ".db"));
    }

    private Lane lane(String name, PostgresServer target, int port, StorePlace store) throws IOException {
        return new Lane(target, port, store, Files.createDirectory(folder.resolve(name)));
    }

    private static void finish(CrashReport report) {
        System.out.println(report);
        assertThat(report.kills()).as("kills").isPositive();
        assertThat(report.orphans()).as("orphans").isZero();
    }
}
