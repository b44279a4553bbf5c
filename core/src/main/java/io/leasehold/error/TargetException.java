package io.leasehold.error;

import org.jspecify.annotations.Nullable;

/** A target system (database, cloud account) did not do what was asked. */
public abstract sealed class TargetException extends LeaseholdException
        permits TargetUnavailableException, TargetRefusedException {

    private static final long serialVersionUID = 1L;

    private final boolean effectPossible;

    TargetException(String message, boolean effectPossible, @Nullable Throwable cause) {
        super(message, cause);
        this.effectPossible = effectPossible;
    }

    /**
     * Whether the request may have changed something on the target all the same (a time-out after sending). When false,
     * the target certainly holds nothing of the request.
     *
     * @return true when an effect cannot be excluded
     */
    public final boolean effectPossible() {
        return effectPossible;
    }
}
