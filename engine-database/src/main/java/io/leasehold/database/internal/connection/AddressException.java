package io.leasehold.database.internal.connection;

import io.leasehold.error.InvalidRequestException;

/**
 * Makes the errors about a connection string. Their texts never quote the string: a password with a reserved character in it
 * can end up anywhere in what was read.
 */
final class AddressException {

    private static final String FIELD = "connection_url";

    private AddressException() {}

    static InvalidRequestException of(String problem) {
        return new InvalidRequestException(FIELD, problem);
    }
}
