package io.leasehold.database.internal.mongodb;

import io.leasehold.database.internal.admin.FailedRequest;

/**
 * A command failed. Carries the command's description (never values) beside what the server or the driver said, which may
 * quote values and so never leaves the plugin.
 */
final class CommandException extends Exception implements FailedRequest {

    private static final long serialVersionUID = 1L;

    private final transient MongoFailure failure;

    CommandException(String step, MongoFailure failure) {
        super(step, null, false, false);
        this.failure = failure;
    }

    @Override
    public String step() {
        return String.valueOf(getMessage());
    }

    MongoFailure failure() {
        return failure;
    }

    @Override
    public boolean unsent() {
        return failure.outcome() == MongoFailure.Outcome.UNSENT;
    }

    @Override
    public boolean unavailable() {
        return failure.unavailable();
    }

    @Override
    public String words() {
        return failure.explained();
    }
}
