package io.leasehold.database.internal.sql;

/**
 * A text that cannot be read as SQL. It carries an offset and no part of the text, and never leaves the package: whoever
 * knows the field and the number of the statement turns it into an {@code InvalidRequestException}.
 */
final class SqlTextException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    SqlTextException(int offset, String problem) {
        super(problem, null, false, false);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
