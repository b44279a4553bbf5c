package io.leasehold.error;

/** The request contradicts what is there now: a mount path in use, a connection with live leases, a lost update. */
public final class ConflictException extends LeaseholdException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message what is in the way, and what would clear it
     */
    public ConflictException(String message) {
        super(message, null);
    }
}
