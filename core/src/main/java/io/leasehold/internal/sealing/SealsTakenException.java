package io.leasehold.internal.sealing;

/**
 * No seal is at hand, and getting one would write to the store, which whoever asked must not do now: to be caught by whoever
 * began the transaction, and tried again after {@link Sealer#reserveAhead}.
 */
public final class SealsTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealsTakenException() {
        super("no seal is at hand", null, false, false);
    }
}
