package io.leasehold.database.internal.mssql;

import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only SQL Server has.
 *
 * @param containedDb whether users belong to the database of the connection
 * @param terminateSessions whether a removed account's sessions are ended
 */
public record MsSqlOptions(
        @Field("Whether accounts are users of a contained database and not logins of the server; false by default.")
        @Nullable
        Boolean containedDb,

        @Field("Whether the sessions of a removed login are ended; true by default.") @Nullable
        Boolean terminateSessions) {

    AccountKind kind() {
        return Boolean.TRUE.equals(containedDb) ? AccountKind.CONTAINED_USER : AccountKind.LOGIN;
    }

    boolean endsSessions() {
        return terminateSessions == null || terminateSessions;
    }
}
