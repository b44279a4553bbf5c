package io.leasehold.database.mssql;

/** An error as the server numbers them. */
final class SqlError extends Exception {

    private static final long serialVersionUID = 1L;

    final int number;
    final boolean fatal;

    SqlError(int number, String message) {
        this(number, message, false);
    }

    SqlError(int number, String message, boolean fatal) {
        super(message);
        this.number = number;
        this.fatal = fatal;
    }
}
