package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.FailedRequest;

/**
 * A command failed. Carries the command's description (never values) beside what the server or the client said, which may
 * quote values and so never leaves the plugin.
 */
final class CommandException extends Exception implements FailedRequest {

    private static final long serialVersionUID = 1L;

    private final transient RedisFailure failure;

    CommandException(String step, RedisFailure failure) {
        super(step, null, false, false);
        this.failure = failure;
    }

    @Override
    public String step() {
        return String.valueOf(getMessage());
    }

    RedisFailure failure() {
        return failure;
    }

    /** Is not told by the failure: whoever opened the session knows. */
    @Override
    public boolean unsent() {
        return false;
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
