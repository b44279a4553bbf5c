package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.sql.SQLException;
import java.util.List;

/**
 * What depends on a role, from {@code pg_shdepend}, and how it is undone: what the role owns goes to somebody else, then its
 * privileges, default privileges and policies are dropped. Nothing is ever dropped that the role owned.
 *
 * <p>REASSIGN OWNED and DROP OWNED reach the database of the session and the objects that all databases share ("Dropping
 * Roles", PostgreSQL manual 21.4), so other databases are visited one by one.
 */
final class Dependents {

    private static final int SHOWN = 20;

    private static final String OF_ROLE =
            "d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND d.refobjid = ?";

    private static final String OTHER_DATABASES = """
            SELECT DISTINCT b.datname FROM pg_catalog.pg_shdepend d JOIN pg_catalog.pg_database b ON b.oid = d.dbid
             WHERE %s AND b.datname <> pg_catalog.current_database() ORDER BY b.datname""".formatted(OF_ROLE);

    /** Default privileges and user mappings have an owner but are not moved: they are the role's own settings. */
    private static final String OWNED_HERE = """
            SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_shdepend d
                   WHERE %s AND d.deptype = 'o'
                     AND d.dbid IN (0, (SELECT b.oid FROM pg_catalog.pg_database b
                                         WHERE b.datname = pg_catalog.current_database()))
                     AND d.classid NOT IN ('pg_catalog.pg_default_acl'::pg_catalog.regclass,
                                           'pg_catalog.pg_user_mapping'::pg_catalog.regclass))""".formatted(OF_ROLE);

    private static final String DESCRIBED = """
            SELECT CASE d.deptype WHEN 'o' THEN 'owner of ' WHEN 'r' THEN 'target of ' ELSE 'privileges for ' END
                   || CASE WHEN d.dbid = 0 OR b.datname = pg_catalog.current_database()
                           THEN pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)
                           ELSE 'objects in database ' || pg_catalog.quote_ident(b.datname) END AS blocker
              FROM pg_catalog.pg_shdepend d LEFT JOIN pg_catalog.pg_database b ON b.oid = d.dbid
             WHERE %s %s GROUP BY 1 ORDER BY 1 LIMIT %d""";

    private static final String MAKES_IN = """
            SELECT pg_catalog.quote_ident(n.nspname) FROM pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) a
             WHERE a.grantee = ? AND a.privilege_type = 'CREATE'""";

    private Dependents() {}

    /** The databases, other than the session's own, in which something depends on the role. */
    static List<String> otherDatabases(Transaction transaction, long roleOid) throws StepException {
        return transaction.texts("find what depends on the role", OTHER_DATABASES, roleOid);
    }

    /** What depends on the role, for people to read. */
    static List<String> describe(Transaction transaction, long roleOid) throws StepException {
        String sql = DESCRIBED.formatted(OF_ROLE, AccountQueries.condition(transaction.majorVersion()), SHOWN);
        return transaction.texts("describe what depends on the role", sql, roleOid);
    }

    /**
     * Undoes what depends on the role in the session's database and in the objects that all share.
     *
     * @param heir who gets what the role owns, as SQL
     */
    static void undo(Transaction transaction, String username, long roleOid, String heir) throws StepException {
        String role = SqlText.identifier(username);
        RoleDdl.repeatably(transaction, () -> {
            if (ownsAnything(transaction, roleOid)) {
                transaction.execute("give what the role owns to " + heir, "REASSIGN OWNED BY " + role + " TO " + heir);
                if (ownsAnything(transaction, roleOid)) {
                    // DROP OWNED would drop it: a session that could not be ended goes on making objects.
                    SQLException left = new SQLException("the role owns objects that could not be reassigned", "2BP01");
                    throw new StepException("give what the role owns to " + heir, left, SqlState.of(left));
                }
            }
            transaction.execute("drop the role's privileges", "DROP OWNED BY " + role);
        });
    }

    /** Revokes the role's rights to make objects in the session's database, as far as they were granted to itself. */
    static void stopMaking(Transaction transaction, String username, long roleOid) throws StepException {
        String role = SqlText.identifier(username);
        RoleDdl.repeatably(transaction, () -> {
            for (String schema : transaction.texts("find where the role may make objects", MAKES_IN, roleOid)) {
                transaction.execute("revoke CREATE", "REVOKE CREATE ON SCHEMA " + schema + " FROM " + role);
            }
        });
    }

    private static boolean ownsAnything(Transaction transaction, long roleOid) throws StepException {
        return transaction.query(
                "look for what the role owns", OWNED_HERE, rows -> rows.next() && rows.getBoolean(1), roleOid);
    }
}
