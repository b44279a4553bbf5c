package io.leasehold.database.internal.http;

import io.leasehold.database.internal.admin.Masker;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;

/** Turns failures of one target into the library's errors. Immutable. */
public final class HttpErrors {

    private final String connectionName;
    private final Masker masker;

    /**
     * The errors of one target.
     *
     * @param connectionName its connection, as users know it
     * @param masker hides the administrator's secrets
     */
    public HttpErrors(String connectionName, Masker masker) {
        this.connectionName = connectionName;
        this.masker = masker;
    }

    /**
     * These errors with one more secret to mask.
     *
     * @param secret what to hide too
     * @return the errors
     */
    public HttpErrors masking(String secret) {
        return new HttpErrors(connectionName, masker.and(secret));
    }

    /**
     * A request failed. What never left had no effect, and is retryable even if it was the login that was refused: that concerns
     * the whole target and no single account, and ends when somebody corrects the login.
     *
     * @param failure which, and how
     * @param effectPossible whether the work that it was a part of may have had an effect
     * @return the error
     */
    public TargetException of(HttpException failure, boolean effectPossible) {
        if (failure.failure().outcome() == HttpFailure.Outcome.UNSENT) {
            return new TargetUnavailableException(
                    prefix() + "unable to get connection: " + words(failure), effectPossible, null);
        }
        String message = prefix() + "failed to execute query: " + failure.step() + ": " + words(failure);
        return failure.failure().unavailable()
                ? new TargetUnavailableException(message, effectPossible, null)
                : new TargetRefusedException(message, effectPossible, null);
    }

    /**
     * The target, as it is, does not allow it.
     *
     * @param problem what is wrong, free of secrets
     * @param effectPossible whether there may be an effect
     * @return the error
     */
    public TargetRefusedException refused(String problem, boolean effectPossible) {
        return new TargetRefusedException(prefix() + problem, effectPossible, null);
    }

    /**
     * The failure of a login made to verify settings.
     *
     * @param failure which, and how
     * @return the error
     */
    public TargetException verification(HttpException failure) {
        String message = "error verifying connection: " + prefix() + failure.step() + ": " + words(failure);
        return failure.failure().unavailable()
                ? new TargetUnavailableException(message, false, null)
                : new TargetRefusedException(message, false, null);
    }

    /**
     * What the server or the client said.
     *
     * @param failure which, and how
     * @return its words, without secrets
     */
    public String words(HttpException failure) {
        return HttpFailure.shortened(masker.mask(failure.failure().explained()).strip());
    }

    private String prefix() {
        return "connection \"" + connectionName + "\": ";
    }
}
