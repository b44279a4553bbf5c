package io.leasehold.internal.sealing;

/**
 * How many values may be sealed with one data key, and in which portions a process takes its share. A process writes the
 * store once for each portion; what is left of a portion when the process ends is lost.
 *
 * @param sealsPerKey the most seals of one data key, over all processes
 * @param firstPortion the first portion that a process takes
 * @param largestPortion later portions grow fourfold up to this
 */
record SealBudget(long sealsPerKey, long firstPortion, long largestPortion) {

    private static final int GROWTH = 4;

    /**
     * 2<sup>30</sup> seals of a key, a quarter of what NIST SP 800-38D, section 8.3, allows with random nonces; portions
     * small enough for 2<sup>18</sup> starts of a process per key, and soon large enough for one write per million seals.
     */
    static final SealBudget STANDARD = new SealBudget(1L << 30, 1L << 12, 1L << 20);

    SealBudget {
        if (firstPortion < 1 || largestPortion < firstPortion || sealsPerKey < largestPortion) {
            throw new IllegalArgumentException("1 <= first <= largest portion <= seals per key must hold: "
                    + firstPortion + ", " + largestPortion + ", " + sealsPerKey);
        }
    }

    /** The portion to take after one of a given size. */
    long after(long portion) {
        return Math.min(largestPortion, portion * GROWTH);
    }
}
