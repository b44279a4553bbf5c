package io.leasehold.database.internal.postgresql;

import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only PostgreSQL has.
 *
 * @param passwordAuthentication what new users' passwords are sent as
 * @param reassignOwnedTo who gets what a removed user owned, or null for the administrator
 * @param terminateSessions whether a removed user's sessions are ended
 */
public record PostgresOptions(
        @Field("What new users' passwords are sent as: scram-sha-256 (a verifier, the default) or password (in clear).")
        @Nullable
        String passwordAuthentication,

        @Field("The role that gets what a removed user owned; the administrator by default.") @Nullable
        String reassignOwnedTo,

        @Field("Whether the sessions of a removed user are ended; true by default.") @Nullable
        Boolean terminateSessions) {

    PasswordForm passwordForm() {
        return passwordAuthentication == null || passwordAuthentication.isEmpty()
                ? PasswordForm.SCRAM_SHA_256
                : PasswordForm.named(passwordAuthentication);
    }

    RevocationOptions revocation() {
        return new RevocationOptions(
                terminateSessions == null || terminateSessions,
                reassignOwnedTo == null || reassignOwnedTo.isEmpty()
                        ? "CURRENT_USER"
                        : SqlText.identifier(reassignOwnedTo));
    }
}
