package io.leasehold.error;

import org.jspecify.annotations.Nullable;

/** The target cannot be reached, does not answer in time, or asks to come back later. Retryable. */
public final class TargetUnavailableException extends TargetException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message the target and what happened, free of secrets
     * @param effectPossible whether the target may have been changed all the same
     * @param cause the cause with secrets masked, or null
     */
    public TargetUnavailableException(String message, boolean effectPossible, @Nullable Throwable cause) {
        super(message, effectPossible, cause);
    }
}
