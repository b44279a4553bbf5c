package io.leasehold.error;

import org.jspecify.annotations.Nullable;

/** The target cannot be reached, does not answer in time, or asks to come back later. Retryable. */
public final class TargetUnavailableException extends TargetException {

    private static final long serialVersionUID = 1L;

    private final boolean answered;

    /**
     * Creates the error of a target that did not answer, or not as a working one does.
     *
     * @param message the target and what happened, free of secrets
     * @param effectPossible whether the target may have been changed all the same
     * @param cause the cause with secrets masked, or null
     */
    public TargetUnavailableException(String message, boolean effectPossible, @Nullable Throwable cause) {
        this(message, effectPossible, false, cause);
    }

    /**
     * Creates the error.
     *
     * @param message the target and what happened, free of secrets
     * @param effectPossible whether the target may have been changed all the same
     * @param answered whether the target works, and only this request has to come back; see {@link #answered}
     * @param cause the cause with secrets masked, or null
     */
    public TargetUnavailableException(
            String message, boolean effectPossible, boolean answered, @Nullable Throwable cause) {
        super(message, effectPossible, cause);
        this.answered = answered;
    }

    /**
     * Whether the target works, and only this request has to come back: somebody else is at work on the same account, or the
     * request lost a race with another one. Such a failure says nothing about other requests, and does not count towards the
     * breaker that keeps work away from a target that is down.
     *
     * @return true when other requests may well succeed
     */
    public boolean answered() {
        return answered;
    }
}
