package io.leasehold.it.crash;

import java.time.Duration;

/** Counts what happened, for the summary at the end of a run. Thread-safe. */
final class CrashReport {

    private final String title;
    private long points;
    private long kills;
    private long checks;
    private long leases;
    private long orphans;
    private Duration longest = Duration.ZERO;

    CrashReport(String title) {
        this.title = title;
    }

    /** A point of a scenario was killed at. */
    synchronized void point() {
        points++;
    }

    /** A process was killed. */
    synchronized void killed() {
        kills++;
    }

    /** A recovery ended. */
    synchronized void recovered(Duration taken) {
        if (taken.compareTo(longest) > 0) {
            longest = taken;
        }
    }

    /** Accounts and leases were compared. */
    synchronized void checked(int activeLeases, int found) {
        checks++;
        leases += activeLeases;
        orphans += found;
    }

    synchronized long kills() {
        return kills;
    }

    synchronized long orphans() {
        return orphans;
    }

    @Override
    public synchronized String toString() {
        return "%s: %s%d kills, %d comparisons of accounts with leases (%d active leases in all), %d orphans, longest recovery %d ms by the store's clock"
                .formatted(
                        title,
                        points == 0 ? "" : points + " points, ",
                        kills,
                        checks,
                        leases,
                        orphans,
                        longest.toMillis());
    }
}
