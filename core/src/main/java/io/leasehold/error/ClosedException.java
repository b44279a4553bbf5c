package io.leasehold.error;

/** The broker, or the object made from it, has been closed. */
public final class ClosedException extends LeaseholdException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param what what is closed
     */
    public ClosedException(String what) {
        super(what + " is closed", null);
    }
}
