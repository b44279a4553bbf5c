package io.leasehold.testkit.broker;

import io.leasehold.error.StorageException;
import java.util.function.Supplier;

/**
 * Counts what one broker asks of its store and its targets, and spoils one chosen interaction, or all from it on. Used by one
 * thread at a time.
 */
final class Interactions implements FaultyStorage.Calls {

    /** What goes wrong with an interaction. */
    enum Fault {
        /** The store says no, and did nothing. */
        UNAVAILABLE,
        /** The store cannot say whether it did what it was asked, and did not. */
        LOST_REQUEST,
        /** The store cannot say whether it did what it was asked, and did. */
        LOST_ANSWER,
        /** The process dies before it asks. */
        DEATH_BEFORE,
        /** The process dies before it hears the answer. */
        DEATH_AFTER;

        boolean isDeath() {
            return this == DEATH_BEFORE || this == DEATH_AFTER;
        }
    }

    private int count;
    private int spoilFrom = Integer.MAX_VALUE;
    private int spoilTo = Integer.MAX_VALUE;
    private Fault fault = Fault.UNAVAILABLE;
    private boolean dead;

    /** Spoils the n-th interaction from now, counted from 1. */
    void spoil(int nth, Fault how) {
        spoil(nth, nth, how);
    }

    /** Spoils the n-th interaction from now and all after it. */
    void spoilFrom(int nth, Fault how) {
        spoil(nth, Integer.MAX_VALUE, how);
    }

    private void spoil(int from, int to, Fault how) {
        count = 0;
        spoilFrom = from;
        spoilTo = to;
        fault = how;
    }

    /** Ends the spoiling. Returns whether an interaction was spoiled. */
    boolean heal() {
        boolean hit = count >= spoilFrom;
        spoilFrom = Integer.MAX_VALUE;
        spoilTo = Integer.MAX_VALUE;
        return hit;
    }

    /** The process is gone: it can neither ask nor hear. */
    void die() {
        dead = true;
    }

    boolean dead() {
        return dead;
    }

    /** An interaction with the store that changes nothing. */
    @Override
    public <T> T read(Supplier<T> call) {
        return store(false, call);
    }

    /** An interaction with the store that may change something. */
    @Override
    public <T> T write(Supplier<T> call) {
        return store(true, call);
    }

    /** An interaction with a target, which has faults of its own: here only the process can die. */
    <T> T target(Supplier<T> call) {
        requireAlive();
        boolean dies = spoiled() && fault.isDeath();
        if (dies && fault == Fault.DEATH_BEFORE) {
            throw death();
        }
        T result = call.get();
        requireAlive();
        if (dies) {
            throw death();
        }
        return result;
    }

    private <T> T store(boolean write, Supplier<T> call) {
        requireAlive();
        if (!spoiled()) {
            return call.get();
        }
        if (fault == Fault.DEATH_BEFORE) {
            throw death();
        }
        if (fault == Fault.LOST_ANSWER || fault == Fault.DEATH_AFTER) {
            T unused = call.get(); // the effect is there, the answer is lost
        }
        if (fault == Fault.DEATH_AFTER) {
            throw death();
        }
        throw new StorageException(
                write && fault != Fault.UNAVAILABLE
                        ? StorageException.Reason.OUTCOME_UNKNOWN
                        : StorageException.Reason.UNAVAILABLE,
                "the store failed by order of the test",
                null);
    }

    private boolean spoiled() {
        count++;
        return count >= spoilFrom && count <= spoilTo;
    }

    private void requireAlive() {
        if (dead) {
            throw new ProcessDied();
        }
    }

    private ProcessDied death() {
        dead = true;
        return new ProcessDied();
    }
}
