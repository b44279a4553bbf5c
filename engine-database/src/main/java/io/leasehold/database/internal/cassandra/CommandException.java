package io.leasehold.database.internal.cassandra;

import io.leasehold.database.internal.admin.FailedRequest;

/**
 * A statement failed. Carries the statement's description (never values) beside what the server or the driver said, which may
 * quote values and so never leaves the plugin.
 */
final class CommandException extends Exception implements FailedRequest {

    private static final long serialVersionUID = 1L;

    private final transient CassandraFailure failure;

    CommandException(String step, CassandraFailure failure) {
        super(step, null, false, false);
        this.failure = failure;
    }

    @Override
    public String step() {
        return String.valueOf(getMessage());
    }

    CassandraFailure failure() {
        return failure;
    }

    @Override
    public boolean unsent() {
        return failure.outcome() == CassandraFailure.Outcome.UNSENT;
    }

    @Override
    public boolean unavailable() {
        return failure.unavailable();
    }

    @Override
    public boolean answered() {
        return failure.answered();
    }

    @Override
    public String words() {
        return failure.explained();
    }
}
