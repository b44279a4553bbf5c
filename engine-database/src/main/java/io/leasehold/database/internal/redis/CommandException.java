package io.leasehold.database.internal.redis;

/**
 * A command failed. Carries the command's description (never values) beside what the server or the client said, which may
 * quote values and so never leaves the plugin.
 */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RedisFailure failure;

    CommandException(String step, RedisFailure failure) {
        super(step, null, false, false);
        this.failure = failure;
    }

    /** What was being done, free of values. */
    String step() {
        return String.valueOf(getMessage());
    }

    RedisFailure failure() {
        return failure;
    }
}
