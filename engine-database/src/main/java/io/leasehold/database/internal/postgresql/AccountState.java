package io.leasehold.database.internal.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What is known of an account, seen under its exclusion.
 *
 * @param exists whether there is such a role
 * @param oid its identity, 0 when there is none
 * @param mark its comment, empty when there is none
 * @param sessions whether it has sessions on the server
 * @param dependents whether anything on the server depends on it
 * @param usable whether the administrator has the role's rights, as REASSIGN OWNED and the end of sessions need
 * @param superuser whether the administrator is a superuser
 * @param makesRoles whether the administrator has CREATEROLE
 * @param serverTime the server's time
 */
record AccountState(
        boolean exists,
        long oid,
        String mark,
        boolean sessions,
        boolean dependents,
        boolean usable,
        boolean superuser,
        boolean makesRoles,
        Instant serverTime) {

    /** Whether every role that the administrator made carries a mark: who may make a role may comment on it. */
    boolean marksRoles() {
        return superuser || makesRoles;
    }

    /** Reads the row of {@link AccountQueries}. */
    static AccountState read(ResultSet rows) throws SQLException {
        rows.next();
        long oid = rows.getLong("oid");
        String mark = rows.getString("mark");
        return new AccountState(
                oid != 0,
                oid,
                mark == null ? "" : mark,
                rows.getBoolean("sessions"),
                rows.getBoolean("dependents"),
                rows.getBoolean("usable"),
                rows.getBoolean("superuser"),
                rows.getBoolean("makes_roles"),
                Instant.ofEpochMilli(rows.getLong("server_time")));
    }
}
