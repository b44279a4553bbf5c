package io.leasehold.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.it.crash.ChildOrders.Work;
import io.leasehold.it.crash.StorePlace.PostgresDatabase;
import io.leasehold.it.crash.WireTap.Phase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Kills a child at every point of its work: at the first exchange, the second, and so on until the work completes
 * because there are no more.
 */
final class Sweep {

    private static final int MORE_THAN_THERE_CAN_BE = 1_000;

    private final Lane lane;
    private final Work work;
    private final Aftermath aftermath;
    private final CrashReport report;

    /** Goes through the scenario of leases. */
    Sweep(Lane lane, CrashReport report) {
        this(lane, Work.SCENARIO, new Recovery(lane, report, Duration.ZERO)::recoverAndClear, report);
    }

    /** Goes through some work that comes to an end. */
    Sweep(Lane lane, Work work, Aftermath aftermath, CrashReport report) {
        this.lane = lane;
        this.work = work;
        this.aftermath = aftermath;
        this.report = report;
    }

    /** What is done after each kill, and after the end of the work. */
    interface Aftermath {

        /** Recovers, checks everything, and leaves all as it was before the work. */
        void recoverAndClear(String what);
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
            try (ChildProcess child = lane.start(lane.orders(work, "victim", childStore, 0, false, 0))) {
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
                try (ChildProcess child = lane.start(lane.orders(work, "victim", lane.store(), n, after, 0))) {
                    int status = child.await();
                    more = status == CrashChild.HALTED;
                    ended(what, child, more);
                }
            }
        }
    }

    private void rehearse() {
        lane.rehearse(work);
        aftermath.recoverAndClear("after the scenario");
    }

    private void ended(String what, ChildProcess child, boolean killed) {
        if (killed) {
            report.point();
            report.killed();
        } else {
            child.requireCompleted(what);
        }
        aftermath.recoverAndClear(what);
    }
}
