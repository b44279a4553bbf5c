package io.leasehold.error;

import java.util.List;

/**
 * A bulk revocation went through all leases and could not confirm every one. What failed stays queued and is retried in
 * the background; the first causes are attached as suppressed exceptions.
 */
public final class RevocationIncompleteException extends LeaseholdException {

    private static final long serialVersionUID = 1L;

    private final int confirmed;
    private final int failed;

    /**
     * Creates the error.
     *
     * @param what what was being revoked
     * @param confirmed leases confirmed absent
     * @param failed leases still queued
     * @param causes the first causes
     */
    public RevocationIncompleteException(
            String what, int confirmed, int failed, List<? extends LeaseholdException> causes) {
        super(
                what + ": " + confirmed + " leases revoked, " + failed + " could not be revoked yet and stay queued"
                        + (causes.isEmpty()
                                ? ""
                                : "; first cause: " + causes.get(0).getMessage()),
                causes.isEmpty() ? null : causes.get(0));
        this.confirmed = confirmed;
        this.failed = failed;
        causes.stream().skip(1).forEach(this::addSuppressed);
    }

    /**
     * How many leases were confirmed absent.
     *
     * @return the number, zero or more
     */
    public int confirmed() {
        return confirmed;
    }

    /**
     * How many leases remain queued.
     *
     * @return the number, one or more
     */
    public int failed() {
        return failed;
    }
}
