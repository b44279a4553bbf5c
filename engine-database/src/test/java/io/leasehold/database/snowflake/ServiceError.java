package io.leasehold.database.snowflake;

/** An error as the service numbers them. */
final class ServiceError extends Exception {

    private static final long serialVersionUID = 1L;

    final int number;
    final String state;

    ServiceError(int number, String state, String message) {
        super(message);
        this.number = number;
        this.state = state;
    }
}
