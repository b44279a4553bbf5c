package io.leasehold.database.internal.admin;

import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;

/** Turns failures of one target that is not asked in SQL into the library's errors. Immutable. */
public final class TargetErrors {

    private final String connectionName;
    private final Masker masker;

    /**
     * The errors of one target.
     *
     * @param connectionName its connection, as users know it
     * @param masker hides the administrator's secrets
     */
    public TargetErrors(String connectionName, Masker masker) {
        this.connectionName = connectionName;
        this.masker = masker;
    }

    /**
     * These errors with more secrets to mask.
     *
     * @param secrets what to hide too
     * @return the errors
     */
    public TargetErrors masking(String... secrets) {
        return new TargetErrors(connectionName, masker.and(secrets));
    }

    /**
     * No connection could be had, so nothing was changed by this. Retryable even if the login was refused: that concerns the whole
     * target and no single account, and ends when somebody corrects the login.
     *
     * @param failure which, and how
     * @param effectPossible whether the work that it was a part of may have had an effect
     * @return the error
     */
    public TargetUnavailableException noConnection(FailedRequest failure, boolean effectPossible) {
        return new TargetUnavailableException(
                prefix() + "unable to get connection: " + words(failure), effectPossible, null);
    }

    /**
     * A request failed.
     *
     * @param failure which, and how
     * @param effectPossible whether the work that it was a part of may have had an effect
     * @return the error
     */
    public TargetException of(FailedRequest failure, boolean effectPossible) {
        if (failure.unsent()) {
            return noConnection(failure, effectPossible);
        }
        String message = prefix() + "failed to execute query: " + failure.step() + ": " + words(failure);
        return failure.unavailable()
                ? new TargetUnavailableException(message, effectPossible, failure.answered(), null)
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
     * The target works, and this has to wait: somebody else is at work on the account, or what was asked for cannot be told yet.
     * Nothing was changed.
     *
     * @param problem what is wrong, free of secrets
     * @return the error
     */
    public TargetUnavailableException notNow(String problem) {
        return new TargetUnavailableException(prefix() + problem, false, true, null);
    }

    /**
     * The failure of a login made to verify settings.
     *
     * @param failure which, and how
     * @return the error
     */
    public TargetException verification(FailedRequest failure) {
        String message = "error verifying connection: " + prefix() + failure.step() + ": " + words(failure);
        return failure.unavailable()
                ? new TargetUnavailableException(message, false, null)
                : new TargetRefusedException(message, false, null);
    }

    /**
     * What the server or the client said.
     *
     * @param failure which, and how
     * @return its words, without secrets, as far as they are shown
     */
    public String words(FailedRequest failure) {
        String masked = masker.mask(failure.words()).strip();
        return masked.codePointCount(0, masked.length()) <= failure.shown()
                ? masked
                : masked.substring(0, masked.offsetByCodePoints(0, failure.shown())) + "...";
    }

    private String prefix() {
        return "connection \"" + connectionName + "\": ";
    }
}
