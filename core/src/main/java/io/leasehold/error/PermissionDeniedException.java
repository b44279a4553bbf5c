package io.leasehold.error;

/** The caller may not do this. */
public final class PermissionDeniedException extends LeaseholdException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message which operation on which path was denied
     */
    public PermissionDeniedException(String message) {
        super(message, null);
    }
}
