package io.leasehold.store.jdbc;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Versions of rows. They grow by random steps: a server that is killed may forget a version that it had confirmed (see
 * {@link Dialect#writeRelaxed}), and the one that somebody else writes in its place must not be taken for it.
 */
final class Versions {

    private static final long FIRST_BELOW = 1L << 52;

    /** 2^43 steps of this length fit into a number. */
    private static final long STEP_BELOW = 1L << 20;

    private Versions() {}

    /** The version of a new row: random, so that a row stored again under the id of a deleted one is not taken for it. */
    static long first() {
        return ThreadLocalRandom.current().nextLong(1, FIRST_BELOW);
    }

    /** How much a version grows by a write. */
    static long step() {
        return ThreadLocalRandom.current().nextLong(1, STEP_BELOW);
    }
}
