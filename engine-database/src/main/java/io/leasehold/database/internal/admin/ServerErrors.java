package io.leasehold.database.internal.admin;

import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import java.sql.SQLException;
import java.util.List;

/**
 * Turns failures of one target into the library's errors. Immutable.
 */
public final class ServerErrors {

    private final String connectionName;
    private final Masker masker;
    private final ServerFailure.Reading failures;

    /**
     * The errors of one target.
     *
     * @param connectionName its connection, as users know it
     * @param masker hides the administrator's secrets
     * @param failures what the product's failures mean
     */
    public ServerErrors(String connectionName, Masker masker, ServerFailure.Reading failures) {
        this.connectionName = connectionName;
        this.masker = masker;
        this.failures = failures;
    }

    /**
     * What failures mean here.
     *
     * @return the product's reading
     */
    public ServerFailure.Reading failures() {
        return failures;
    }

    /**
     * These errors with more secrets to mask.
     *
     * @param secrets what to hide too
     * @return the errors
     */
    public ServerErrors masking(String... secrets) {
        return new ServerErrors(connectionName, masker.and(secrets), failures);
    }

    /**
     * No connection could be had, so nothing was changed. Retryable even if the login was refused: it concerns the whole
     * target and no single account, and ends when somebody corrects the login.
     *
     * @param failure the pool's or driver's
     * @return the error
     */
    public TargetUnavailableException noConnection(SQLException failure) {
        return new TargetUnavailableException(
                prefix() + "unable to get connection: " + words(root(failure)), false, masker.copy(root(failure)));
    }

    /**
     * A step failed.
     *
     * @param step which, and how
     * @param effectPossible whether it may have had an effect
     * @return the error
     */
    public TargetException of(StepException step, boolean effectPossible) {
        return of(step, effectPossible, List.of());
    }

    /**
     * A step failed, and something stands in the way.
     *
     * @param step which, and how
     * @param effectPossible whether it may have had an effect
     * @param blockers what has to be cleared away
     * @return the error
     */
    public TargetException of(StepException step, boolean effectPossible, List<String> blockers) {
        String message = prefix() + "failed to execute query: " + step.step() + ": " + words(step.failure());
        if (step.meaning().unavailable()) {
            return new TargetUnavailableException(
                    message, effectPossible, step.meaning().contended(), masker.copy(step.failure()));
        }
        return new TargetRefusedException(
                blockers.isEmpty() ? message : message + "; in the way: " + String.join("; ", blockers),
                effectPossible,
                blockers,
                masker.copy(step.failure()));
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
     * The target works, and somebody else is at work on the same account.
     *
     * @param problem what is wrong, free of secrets
     * @param effectPossible whether there may be an effect
     * @return the error
     */
    public TargetUnavailableException contended(String problem, boolean effectPossible) {
        return new TargetUnavailableException(prefix() + problem, effectPossible, true, null);
    }

    /**
     * The failure of a login made to verify settings.
     *
     * @param failure the driver's
     * @return the error
     */
    public TargetException verification(SQLException failure) {
        String message = "error verifying connection: " + prefix() + words(failure);
        ServerFailure meaning = failures.of(failure);
        return meaning.unavailable() && !meaning.loginRefused()
                ? new TargetUnavailableException(message, false, masker.copy(failure))
                : new TargetRefusedException(message, false, masker.copy(failure));
    }

    /**
     * What the server said, for a warning.
     *
     * @param step what failed
     * @return its words without secrets, and its code
     */
    public String words(StepException step) {
        return words(step.failure());
    }

    private String prefix() {
        return "connection \"" + connectionName + "\": ";
    }

    private String words(SQLException failure) {
        String text = masker.mask(String.valueOf(failure.getMessage())).strip();
        String label = failures.of(failure).label();
        return label.isEmpty() ? text : text + " (" + label + ")";
    }

    /** The pool wraps the driver's failure in one of its own that says little. */
    private static SQLException root(SQLException failure) {
        return failure.getCause() instanceof SQLException cause ? root(cause) : failure;
    }
}
