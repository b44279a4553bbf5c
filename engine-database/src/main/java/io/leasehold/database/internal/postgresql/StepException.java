package io.leasehold.database.internal.postgresql;

import java.sql.SQLException;

/**
 * A statement failed. Carries the statement's description (template text, never values) beside the driver's own error, which
 * may quote values and so never leaves the package.
 */
sealed class StepException extends Exception permits CommitException {

    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    StepException(String step, SQLException failure) {
        super(step, failure, false, false);
        this.failure = failure;
    }

    /** What was being done. */
    String step() {
        return String.valueOf(getMessage());
    }

    SQLException failure() {
        return failure;
    }

    SqlState state() {
        return SqlState.of(failure);
    }
}
