package io.leasehold.aws.internal.client;

import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** There is no root credential to sign a request with, so that it was not sent. Passes through the SDK, which does not retry it. */
final class NoRootCredentialException extends SdkClientException {

    private static final long serialVersionUID = 1L;

    private final boolean refused;

    /** For a failure whose message says what it is about. */
    NoRootCredentialException(TargetException failure) {
        super(builder().message("config/root: " + failure.getMessage()));
        this.refused = failure instanceof TargetRefusedException;
    }

    /**
     * The library's error.
     *
     * @param changed whether earlier requests of the same work have had an effect
     */
    TargetException error(boolean changed) {
        String message = String.valueOf(getMessage());
        return refused
                ? new TargetRefusedException(message, changed, null)
                : new TargetUnavailableException(message, changed, null);
    }
}
