package io.leasehold.it.crash;

import java.time.Duration;

/** Counts what happened, for the summary at the end of a run. Thread-safe. */
final class CrashReport {

    private final String title;
    private long points;
    private long kills;
    private long operations;
    private long checks;
    private long leases;
    private long orphans;
    private long logins;
    private long fromJournal;
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

    /** Operations of processes under load succeeded. */
    synchronized void operations(long count) {
        operations += count;
    }

    synchronized long operations() {
        return operations;
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

    /** Managed passwords were tried, some of which only the journal had known. */
    synchronized void loggedIn(int tried, int pendingOnly) {
        logins += tried;
        fromJournal += pendingOnly;
    }

    synchronized long kills() {
        return kills;
    }

    synchronized long orphans() {
        return orphans;
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder(title).append(": ");
        if (points > 0) {
            text.append(points).append(" points, ");
        }
        text.append(kills).append(" kills, ");
        if (operations > 0) {
            text.append(operations).append(" operations under load, ");
        }
        if (checks > 0) {
            text.append(checks)
                    .append(" comparisons of accounts with leases (")
                    .append(leases)
                    .append(" active leases in all), ")
                    .append(orphans)
                    .append(" orphans, ");
        }
        if (logins > 0) {
            text.append(logins)
                    .append(" logins with managed passwords (")
                    .append(fromJournal)
                    .append(" of them found pending and in effect), ");
        }
        return text.append("longest recovery ")
                .append(longest.toMillis())
                .append(" ms by the store's clock")
                .toString();
    }
}
