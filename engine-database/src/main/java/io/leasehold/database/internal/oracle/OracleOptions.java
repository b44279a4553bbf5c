package io.leasehold.database.internal.oracle;

import io.leasehold.database.internal.sql.RoleScripts;
import io.leasehold.database.internal.sql.SqlDialect;
import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only Oracle has.
 *
 * @param splitStatements whether an element of a field of statements may hold several
 * @param disconnectSessions whether a removed user's sessions are ended
 */
public record OracleOptions(
        @Field(
                "Whether statements are split at semicolons; false to send each element of a field whole; true by default.")
        @Nullable
        Boolean splitStatements,

        @Field("Whether the sessions of a removed user are ended; true by default.") @Nullable
        Boolean disconnectSessions) {

    RoleScripts scripts() {
        boolean splits = splitStatements == null || splitStatements;
        return splits ? OraclePlugin.SCRIPTS : new RoleScripts(SqlDialect.ORACLE_WHOLE);
    }

    boolean endsSessions() {
        return disconnectSessions == null || disconnectSessions;
    }
}
