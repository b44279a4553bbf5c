package io.leasehold.database.internal.mongodb;

/**
 * A command failed. Carries the command's description (never values) beside what the server or the driver said, which may
 * quote values and so never leaves the plugin.
 */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient MongoFailure failure;

    CommandException(String step, MongoFailure failure) {
        super(step, null, false, false);
        this.failure = failure;
    }

    /** What was being done, free of values. */
    String step() {
        return String.valueOf(getMessage());
    }

    MongoFailure failure() {
        return failure;
    }
}
