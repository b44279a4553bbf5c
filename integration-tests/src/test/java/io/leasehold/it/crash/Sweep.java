package io.leasehold.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.it.crash.ChildOrders.Work;
import io.leasehold.it.crash.StorePlace.PostgresDatabase;
import io.leasehold.it.crash.WireTap.Phase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Kills a child at every point of its scenario: at the first exchange, the second, and so on until the scenario completes
 * because there are no more.
 */
final class Sweep {

    private static final int MORE_THAN_THERE_CAN_BE = 1_000;

    private final Lane lane;
    private final Recovery recovery;
    private final CrashReport report;

    Sweep(Lane lane, CrashReport report) {
        this.lane = lane;
        this.recovery = new Recovery(lane, report, Duration.ZERO);
        this.report = report;
    }

    /** Kills at every exchange with the target. */
    void throughTarget(WireTap tap, Phase... phases) {
        rehearse();
        for (Phase phase : phases) {
            throughTap("target", tap, lane.store(), phase);
        }
    }

    /** Kills at every exchange with a store in PostgreSQL. */
    void throughStore(WireTap tap, Phase... phases) {
        rehearse();
        PostgresDatabase tapped = ((PostgresDatabase) lane.store()).through(tap.port());
        for (Phase phase : phases) {
            throughTap("store", tap, tapped, phase);
        }
    }

    private void throughTap(String side, WireTap tap, StorePlace childStore, Phase phase) {
        boolean more = true;
        for (long n = 1; more; n++) {
            assertThat(n).isLessThan(MORE_THAN_THERE_CAN_BE);
            String what = "killed at exchange " + n + " with the " + side + ", " + phase;
            CompletableFuture<ChildProcess> started = new CompletableFuture<>();
            tap.set(new WireTap.Trap(n, phase, () -> started.join().kill()));
            try (ChildProcess child = lane.start(lane.orders(Work.SCENARIO, "victim", childStore, 0, false, 0))) {
                started.complete(child);
                child.await();
                // What follows passes the tap too.
                tap.set(WireTap.Trap.NONE);
                more = child.killed();
                ended(what, child, more);
            }
        }
    }

    /** Kills at every exchange with a store in an SQLite file. */
    void throughFile() {
        rehearse();
        for (boolean after : new boolean[] {false, true}) {
            boolean more = true;
            for (long n = 1; more; n++) {
                assertThat(n).isLessThan(MORE_THAN_THERE_CAN_BE);
                String what = "halted " + (after ? "after" : "before") + " exchange " + n + " with the store";
                try (ChildProcess child = lane.start(lane.orders(Work.SCENARIO, "victim", lane.store(), n, after, 0))) {
                    int status = child.await();
                    more = status == CrashChild.HALTED;
                    ended(what, child, more);
                }
            }
        }
    }

    private void rehearse() {
        lane.rehearse();
        recovery.recoverAndClear("after the scenario");
    }

    private void ended(String what, ChildProcess child, boolean killed) {
        if (killed) {
            report.point();
            report.killed();
        } else {
            child.requireCompleted(what);
        }
        recovery.recoverAndClear(what);
    }
}
