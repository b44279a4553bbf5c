package io.leasehold.error;

/** Nothing is there: no mount, role, entry or lease of that name. Retrying does not help. */
public final class NotFoundException extends LeaseholdException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message what was looked for and where
     */
    public NotFoundException(String message) {
        super(message, null);
    }
}
