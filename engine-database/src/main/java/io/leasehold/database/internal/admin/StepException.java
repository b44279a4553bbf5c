package io.leasehold.database.internal.admin;

import java.sql.SQLException;

/**
 * A statement failed. Carries the statement's description (template text, never values) beside the driver's own error, which
 * may quote values and so never leaves the plugin.
 */
public sealed class StepException extends Exception permits CommitException {

    private static final long serialVersionUID = 1L;

    private final SQLException failure;
    private final transient ServerFailure meaning;

    /**
     * Tells of a failed statement.
     *
     * @param step what was being done, free of values
     * @param failure the driver's error
     * @param meaning what it means
     */
    public StepException(String step, SQLException failure, ServerFailure meaning) {
        super(step, failure, false, false);
        this.failure = failure;
        this.meaning = meaning;
    }

    /**
     * What was being done.
     *
     * @return a description free of values
     */
    public String step() {
        return String.valueOf(getMessage());
    }

    /**
     * The driver's error.
     *
     * @return the error, which may quote values
     */
    public SQLException failure() {
        return failure;
    }

    /**
     * What the failure means.
     *
     * @return its meaning
     */
    public ServerFailure meaning() {
        return meaning;
    }
}
