package io.leasehold.error;

/** The lease has ended or is being removed, so it cannot be renewed: request a fresh secret. */
public final class LeaseExpiredException extends LeaseholdException {

    private static final long serialVersionUID = 1L;

    private final String leaseId;

    /**
     * Creates the error.
     *
     * @param leaseId the lease concerned
     * @param problem what is the matter with it, such as {@code lease expired}
     */
    public LeaseExpiredException(String leaseId, String problem) {
        super(problem + " (lease " + leaseId + ")", null);
        this.leaseId = leaseId;
    }

    /**
     * The lease concerned.
     *
     * @return its id
     */
    public String leaseId() {
        return leaseId;
    }
}
