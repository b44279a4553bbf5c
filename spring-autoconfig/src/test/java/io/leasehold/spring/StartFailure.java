package io.leasehold.spring;

/** Finds what a failed start says about properties. */
public final class StartFailure {

    private StartFailure() {}

    /** The error that names the property. */
    public static LeaseholdStartException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LeaseholdStartException start) {
                return start;
            }
        }
        throw new AssertionError("not told by property", failure);
    }
}
