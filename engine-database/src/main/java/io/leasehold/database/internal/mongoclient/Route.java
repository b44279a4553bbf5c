package io.leasehold.database.internal.mongoclient;

/** Where an operation goes. Implementations are thread-safe. */
interface Route {

    /**
     * Enters the generation on which an operation is to run.
     *
     * @return the generation, to be left by the caller
     * @throws IllegalStateException when there is none any more
     */
    ClientGeneration enter();

    /** Whether there is no other generation to go to: that of a session. */
    boolean isFixed();
}
