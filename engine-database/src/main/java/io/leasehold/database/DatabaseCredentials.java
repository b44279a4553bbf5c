package io.leasehold.database;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;

/**
 * A login of a database: what {@code creds/NAME} answers. Its text form shows the user name only.
 *
 * @param username the user's name
 * @param password the user's password
 */
public record DatabaseCredentials(
        @Field("The user's name.") String username,
        @Field("The user's password.") @Sensitive String password) {

    @Override
    public String toString() {
        return "DatabaseCredentials[username=" + username + ", password=[masked]]";
    }
}
