package io.leasehold.database.internal.postgresql;

import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import java.sql.SQLException;
import java.util.List;

/**
 * Turns failures of one target into the library's errors. Immutable.
 */
final class ServerErrors {

    private final String connectionName;
    private final Masker masker;

    ServerErrors(String connectionName, Masker masker) {
        this.connectionName = connectionName;
        this.masker = masker;
    }

    /** These errors with more secrets to mask. */
    ServerErrors masking(String... secrets) {
        return new ServerErrors(connectionName, masker.and(secrets));
    }

    /** No connection could be had, so nothing was changed. Retryable even if the login was refused: it concerns the whole
     * target and no single account, and ends when somebody corrects the login. */
    TargetUnavailableException noConnection(SQLException failure) {
        return new TargetUnavailableException(
                prefix() + "unable to get connection: " + words(root(failure)), false, masker.copy(root(failure)));
    }

    /** A step failed. */
    TargetException of(StepException step, boolean effectPossible) {
        return of(step, effectPossible, List.of());
    }

    /** A step failed, and something stands in the way. */
    TargetException of(StepException step, boolean effectPossible, List<String> blockers) {
        String message = prefix() + "failed to execute query: " + step.step() + ": " + words(step.failure());
        if (step.state().unavailable()) {
            return new TargetUnavailableException(message, effectPossible, masker.copy(step.failure()));
        }
        return new TargetRefusedException(
                blockers.isEmpty() ? message : message + "; in the way: " + String.join("; ", blockers),
                effectPossible,
                blockers,
                masker.copy(step.failure()));
    }

    TargetRefusedException refused(String problem, boolean effectPossible) {
        return new TargetRefusedException(prefix() + problem, effectPossible, null);
    }

    TargetUnavailableException unavailable(String problem, boolean effectPossible) {
        return new TargetUnavailableException(prefix() + problem, effectPossible, null);
    }

    /** The failure of a login made to verify settings. */
    TargetException verification(SQLException failure) {
        String message = "error verifying connection: " + prefix() + words(failure);
        return SqlState.of(failure).unavailable() && !SqlState.of(failure).is("08004")
                ? new TargetUnavailableException(message, false, masker.copy(failure))
                : new TargetRefusedException(message, false, masker.copy(failure));
    }

    /** What the server said, for a warning. */
    String words(StepException step) {
        return words(step.failure());
    }

    private String prefix() {
        return "connection \"" + connectionName + "\": ";
    }

    private String words(SQLException failure) {
        String text = masker.mask(String.valueOf(failure.getMessage())).strip();
        return failure.getSQLState() == null ? text : text + " (SQLSTATE " + failure.getSQLState() + ")";
    }

    /** The pool wraps the driver's failure in one of its own that says little. */
    private static SQLException root(SQLException failure) {
        return failure.getCause() instanceof SQLException cause ? root(cause) : failure;
    }
}
