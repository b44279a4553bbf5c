package io.leasehold.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leasehold.it.crash.StorePlace.PostgresDatabase;
import io.leasehold.it.crash.StorePlace.SqliteFile;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.PostgresOptions;
import io.leasehold.testkit.server.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes under load are killed with SIGKILL at random, while target or store are down, slow, stalled or frozen, and
 * processes are frozen and go on past their deadlines. After each round another broker recovers, and everything is compared.
 *
 * <p>System properties: {@code leasehold.chaos.kills} says how many kills there are at least, {@code leasehold.chaos.seed}
 * repeats the choices of an earlier run (what the processes come to do in the meantime is still up to the machine), and
 * {@code leasehold.chaos.freeze=4} freezes a process in every fourth round; 0 in none.
 */
@Tag("crash")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class RandomKillsIT {

    /**
     * A server that confirms commits which it has only in memory, for as long as it can be made to (10 s), unless a
     * transaction asks for more. When it is killed, these are lost.
     */
    private static final PostgresOptions FORGETFUL = PostgresOptions.defaults()
            .maxConnections(60)
            .with("synchronous_commit", "off")
            .with("wal_writer_delay", "10s");

    private final int kills = Integer.getInteger("leasehold.chaos.kills", 100);
    private final long seed = Long.getLong("leasehold.chaos.seed", new SecureRandom().nextLong());

    @TempDir
    private Path folder;

    @Test
    void randomKillsLeaveNoAccountWithoutLease() throws Exception {
        assumeTrue(ThreadStates.visible(), "whether a process has stopped can be seen on Linux alone, in /proc");
        System.out.println("Random kills: -Dleasehold.chaos.kills=" + kills + " -Dleasehold.chaos.seed=" + seed);
        CrashReport postgres = new CrashReport("Random kills, store PostgreSQL");
        CrashReport sqlite = new CrashReport("Random kills, store SQLite");
        TwoLanes.run(() -> onPostgres(postgres), () -> onSqlite(sqlite));
        for (CrashReport report : List.of(postgres, sqlite)) {
            System.out.println(report);
            assertThat(report.kills()).as("kills").isGreaterThanOrEqualTo(kills / 2);
            assertThat(report.operations()).as("operations under load").isGreaterThan(report.kills());
            assertThat(report.orphans()).as("orphans").isZero();
        }
    }

    private void onPostgres(CrashReport report) throws Exception {
        Random random = new Random(seed);
        try (PostgresServer target = PostgresServer.start();
                PostgresServer server = PostgresServer.start(FORGETFUL);
                FaultyProxy toTarget = FaultyProxy.to(target.host(), target.port());
                FaultyProxy toStore = FaultyProxy.to(server.host(), server.port())) {
            PostgresDatabase store = Lane.storeOn(server);
            Lane lane = new Lane(target, toTarget.port(), store, Files.createDirectory(folder.resolve("postgres")));
            List<Disturbance> disturbances = new ArrayList<>(List.of(Disturbance.NONE));
            disturbances.addAll(Disturbance.of("target", target, toTarget, random));
            disturbances.addAll(Disturbance.of("store", server, toStore, random));
            rounds(lane, store.through(toStore.port()), disturbances, report, random);
        }
    }

    private void onSqlite(CrashReport report) throws Exception {
        Random random = new Random(seed + 1);
        // The oldest supported server as well: it knows no limit for a whole transaction.
        try (PostgresServer target = PostgresServer.start(PostgresOptions.version(15));
                FaultyProxy toTarget = FaultyProxy.to(target.host(), target.port())) {
            StorePlace store = new SqliteFile(folder.resolve("leases.db"));
            Lane lane = new Lane(target, toTarget.port(), store, Files.createDirectory(folder.resolve("sqlite")));
            List<Disturbance> disturbances = new ArrayList<>(List.of(Disturbance.NONE));
            disturbances.addAll(Disturbance.of("target", target, toTarget, random));
            rounds(lane, store, disturbances, report, random);
        }
    }

    private void rounds(
            Lane lane, StorePlace childStore, List<Disturbance> disturbances, CrashReport report, Random random)
            throws InterruptedException {
        Recovery recovery = new Recovery(lane, report, CrashBroker.REVOCATION_TIMEOUT);
        lane.rehearse(ChildOrders.Work.SCENARIO);
        recovery.recoverAndClear("after the scenario");
        int disturbed = 0;
        for (int round = 1; report.kills() < (kills + 1) / 2; round++) {
            // Each disturbance once before any of them again.
            Disturbance disturbance = disturbances.get(disturbed % disturbances.size());
            boolean happened = new ChaosRound(lane, childStore, disturbance, recovery, report, random)
                    .run("store " + childStore.product() + ", round " + round + " of seed " + seed);
            disturbed += happened ? 1 : 0;
        }
    }
}
