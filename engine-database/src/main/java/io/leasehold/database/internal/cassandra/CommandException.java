package io.leasehold.database.internal.cassandra;

/**
 * A statement failed. Carries the statement's description (never values) beside what the server or the driver said, which may
 * quote values and so never leaves the plugin.
 */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient CassandraFailure failure;

    CommandException(String step, CassandraFailure failure) {
        super(step, null, false, false);
        this.failure = failure;
    }

    /** What was being done, free of values. */
    String step() {
        return String.valueOf(getMessage());
    }

    CassandraFailure failure() {
        return failure;
    }
}
