package io.leasehold.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.error.LeaseholdException;
import io.leasehold.it.crash.ChildOrders.Work;
import io.leasehold.it.crash.StorePlace.PostgresDatabase;
import io.leasehold.it.crash.StorePlace.SqliteFile;
import io.leasehold.it.crash.WireTap.Phase;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.FaultyProxy.Direction;
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
 * A process that rotates passwords is killed at every exchange with its store and its target, and another one finishes what
 * it has left unfinished. The state after an exchange is the state before the next one, so each is stopped once, when the
 * server has answered and the process does not know it yet.
 */
@Tag("crash")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class RotationCrashPointsIT {

    /** How many more bytes pass at each try before the connection is cut: a rotation takes a few steps in each direction. */
    private static final int STEP = 1_000;

    @TempDir
    private Path folder;

    @Test
    void noPointOfACrashLosesAPassword() throws Exception {
        CrashReport report = new CrashReport("Crash points of rotations");
        TwoLanes.run(
                () -> {
                    try (PostgresServer server = PostgresServer.start();
                            WireTap tap = WireTap.to(server.host(), server.port())) {
                        sweep(lane("target", server, tap.port(), sqlite("target")), report)
                                .throughTarget(tap, Phase.AFTER);
                    }
                },
                () -> {
                    try (PostgresServer server = PostgresServer.start()) {
                        PostgresDatabase store = Lane.storeOn(server);
                        Lane lane = lane("store", server, server.port(), store);
                        try (WireTap tap = WireTap.to(server.host(), server.port())) {
                            sweep(lane, report).throughStore(tap, Phase.AFTER);
                        }
                    }
                });
        System.out.println(report);
        assertThat(report.kills()).as("kills").isPositive();
    }

    @Test
    void noPlaceWhereTheNetworkIsCutLosesAPassword() throws Exception {
        CrashReport report = new CrashReport("Cuts of rotations");
        try (PostgresServer server = PostgresServer.start();
                FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            Lane lane = lane("cut", server, proxy.port(), sqlite("cut"));
            RotationRecovery recovery = new RotationRecovery(lane, report);
            for (Direction direction : Direction.values()) {
                long bytes = 0;
                while (isCut(lane, proxy, direction, bytes)) {
                    report.point();
                    recovery.recoverAndClear("cut after " + bytes + " bytes " + direction);
                    bytes += STEP;
                }
                recovery.recoverAndClear("not cut in " + bytes + " bytes " + direction);
                assertThat(bytes).as("bytes %s before the last cut", direction).isPositive();
            }
        }
        System.out.println(report);
    }

    private static boolean isCut(Lane lane, FaultyProxy proxy, Direction direction, long bytes) {
        try (CrashBroker victim = lane.broker("victim", event -> {})) {
            proxy.cutAfter(direction, bytes);
            RotationScenario.run(victim.broker());
            return false;
        } catch (LeaseholdException cut) {
            return true;
        } finally {
            proxy.pass();
        }
    }

    private static Sweep sweep(Lane lane, CrashReport report) {
        return new Sweep(lane, Work.ROTATIONS, new RotationRecovery(lane, report), report);
    }

    private StorePlace sqlite(String name) {
        return new SqliteFile(folder.resolve(name + ".db"));
    }

    private Lane lane(String name, PostgresServer target, int port, StorePlace store) throws IOException {
        return new Lane(target, port, store, Files.createDirectory(folder.resolve(name)));
    }
}
