package io.leasehold.internal.alert;

import java.util.Arrays;

/**
 * Counts by the minute, for as many minutes as there is room; older ones are forgotten. Minutes are numbered by a monotonic
 * clock. Guarded by its owner.
 */
final class Minutes {

    private final long[] counts;
    private long latest;

    /**
     * Starts with nothing counted.
     *
     * @param minutes how many are kept, the running one included
     * @param now the running minute
     */
    Minutes(int minutes, long now) {
        this.counts = new long[minutes];
        this.latest = now;
    }

    void count(long now) {
        moveTo(now);
        counts[slot(latest)]++;
    }

    /**
     * What was counted between two ages.
     *
     * @param now the running minute
     * @param from how many minutes ago it begins, 0 for the running one
     * @param minutes how many there are
     * @return the sum
     */
    long sum(long now, int from, int minutes) {
        moveTo(now);
        long sum = 0;
        for (int age = from; age < Math.min(counts.length, from + minutes); age++) {
            sum += counts[slot(latest - age)];
        }
        return sum;
    }

    /** Whether nothing was counted in all the minutes that are kept. */
    boolean isEmpty(long now) {
        return sum(now, 0, counts.length) == 0;
    }

    private void moveTo(long now) {
        if (now - latest >= counts.length) {
            Arrays.fill(counts, 0);
            latest = now;
        }
        while (latest < now) {
            latest++;
            counts[slot(latest)] = 0;
        }
    }

    private int slot(long minute) {
        return (int) Math.floorMod(minute, (long) counts.length);
    }
}
