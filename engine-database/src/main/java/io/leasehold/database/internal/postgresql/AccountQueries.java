package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * The first statements of every transaction that concerns an account: limits, exclusion, and a look, in one round trip.
 *
 * <p>The look is a statement of its own because it has to see what was committed while the lock was waited for. The limit
 * for an idle transaction is what ends a creator that was stopped in the middle: its commit can then not come late.
 */
final class AccountQueries {

    /** {@code transaction_timeout} came with this version. */
    private static final int TRANSACTION_TIMEOUT = 17;

    /** Since this version a membership is a dependency of its grantor, its member and its role. */
    private static final int MEMBERSHIP_DEPENDENCIES = 16;

    private static final String LIMITS = """
            SELECT pg_catalog.set_config('statement_timeout', ?, true), pg_catalog.set_config('lock_timeout', ?, true),
                   pg_catalog.set_config('idle_in_transaction_session_timeout', ?, true)""";

    private static final String TRANSACTION_LIMIT = ", pg_catalog.set_config('transaction_timeout', ?, true)";

    private static final String LOCK = "SELECT pg_catalog.pg_advisory_xact_lock(?)";

    /**
     * Before {@code transaction_timeout}: the wait for the lock comes off the limit of the idle transaction. Otherwise each
     * session of a stopped process that gets a lock from another one of its sessions would hold it for a limit more.
     */
    private static final String LOCK_IN_THE_TIME_LEFT = """
            WITH locked AS (SELECT pg_catalog.pg_advisory_xact_lock(?))
            SELECT pg_catalog.set_config('idle_in_transaction_session_timeout', greatest(1, ?::integer - floor(extract(
                   epoch FROM pg_catalog.clock_timestamp() - pg_catalog.statement_timestamp()) * 1000)::integer)::text, true)
              FROM locked""";

    private static final String LOOK = """
            ; SELECT coalesce(r.oid, 0)::bigint AS oid, %s,
                     pg_catalog.current_setting('is_superuser') = 'on' AS superuser,
                     (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::bigint AS server_time
              FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_roles r ON r.rolname = ?""";

    private static final String EXISTENCE_ONLY =
            "NULL AS mark, false AS sessions, false AS dependents, false AS usable, false AS makes_roles";

    private static final String ALL = """
            pg_catalog.shobj_description(r.oid, 'pg_authid') AS mark,
            EXISTS (SELECT 1 FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = r.oid) AS sessions,
            EXISTS (SELECT 1 FROM pg_catalog.pg_shdepend d
                    WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND d.refobjid = r.oid %s) AS dependents,
            pg_catalog.pg_has_role(r.oid, 'USAGE') AS usable,
            (SELECT a.rolcreaterole FROM pg_catalog.pg_roles a WHERE a.rolname = current_user) AS makes_roles""";

    /** Memberships of the role, and in it, go with it; only those that it granted to others stay. */
    private static final String NOT_ITS_OWN_MEMBERSHIP = """
             AND (d.classid <> 'pg_catalog.pg_auth_members'::pg_catalog.regclass
                  OR EXISTS (SELECT 1 FROM pg_catalog.pg_auth_members m WHERE m.oid = d.objid
                             AND m.roleid <> d.refobjid AND m.member <> d.refobjid))""";

    private AccountQueries() {}

    /** Starts a transaction: sets its limits, takes the account's exclusion, and tells whether the account exists. */
    static AccountState lockAndFind(Transaction transaction, String username) throws StepException {
        return begin(transaction, username, version -> EXISTENCE_ONLY);
    }

    /** Starts a transaction likewise, and looks at all that a removal has to know. */
    static AccountState lockAndInspect(Transaction transaction, String username) throws StepException {
        return begin(transaction, username, version -> ALL.formatted(condition(version)));
    }

    /** Sets the limits of a transaction that needs no account. */
    static void limit(Transaction transaction) throws StepException {
        int version = transaction.majorVersion();
        int left = Transaction.millis(transaction.limit().left());
        transaction.query(
                "limits", limits(version), rows -> true, limits(version, left).toArray());
    }

    /** What {@link Dependents} must leave out on a server of this version. */
    static String condition(int version) {
        return version >= MEMBERSHIP_DEPENDENCIES ? NOT_ITS_OWN_MEMBERSHIP : "";
    }

    private interface Columns {
        String on(int version);
    }

    /** Waits for an advisory lock, which the rest of the transaction holds. */
    static void lock(Transaction transaction, String step, long key) throws StepException {
        int version = transaction.majorVersion();
        List<Object> parameters = new ArrayList<>(List.of(key));
        if (version < TRANSACTION_TIMEOUT) {
            parameters.add(Transaction.millis(transaction.limit().left()));
        }
        transaction.query(step, lock(version), rows -> true, parameters.toArray());
    }

    private static AccountState begin(Transaction transaction, String username, Columns columns) throws StepException {
        int version = transaction.majorVersion();
        int left = Transaction.millis(transaction.limit().left());
        String sql = limits(version) + "; " + lock(version) + LOOK.formatted(columns.on(version));
        List<Object> parameters = limits(version, left);
        parameters.add(AdvisoryKey.account(username));
        if (version < TRANSACTION_TIMEOUT) {
            parameters.add(left);
        }
        parameters.add(username);
        return transaction.queryAfter(2, "lock and look up the account", sql, AccountState::read, parameters.toArray());
    }

    private static String lock(int version) {
        return version >= TRANSACTION_TIMEOUT ? LOCK : LOCK_IN_THE_TIME_LEFT;
    }

    private static String limits(int version) {
        return version >= TRANSACTION_TIMEOUT ? LIMITS + TRANSACTION_LIMIT : LIMITS;
    }

    /**
     * A wait for a lock ends a little before the rest, so that what is said of it is that it waited for a lock. And the limit of
     * the whole transaction is longer than that of an idle one: after an error the server forgets the first, and starts the
     * second only if it is the shorter. A session of a stopped process whose statement failed after a savepoint would
     * otherwise hold its locks for ever.
     */
    private static List<Object> limits(int version, int left) {
        String millis = Integer.toString(left);
        int lock = Math.max(1, left - left / 10);
        List<Object> limits = new ArrayList<>(List.of(millis, Integer.toString(lock), millis));
        if (version >= TRANSACTION_TIMEOUT) {
            limits.add(Integer.toString(left + 1));
        }
        return limits;
    }
}
