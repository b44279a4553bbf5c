package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.PasswordChange;
import java.util.List;

/**
 * Sets the password of a role that is there already, in one transaction:
 *
 * <ol>
 *   <li>limits, the account's exclusion, and a look whether there is such a role (one round trip);
 *   <li>the check that this password is still the one to be set;
 *   <li>the statements, one by one;
 *   <li>a look whether the role has expired: the server takes no password of such a role, so none could be proven;
 *   <li>the commit. Whatever fails before it leaves the role as it was.
 * </ol>
 *
 * <p>ALTER ROLE ... PASSWORD changes nothing else of the role, and no session notices it.
 */
final class AccountPassword {

    private static final String FIELD = "rotation_statements";

    private static final List<String> DEFAULT = List.of("ALTER ROLE \"{{name}}\" PASSWORD '{{password}}'");

    private static final String EXPIRED = """
            SELECT coalesce(r.rolvaliduntil <= pg_catalog.clock_timestamp(), false)
              FROM pg_catalog.pg_roles r WHERE r.rolname = ?""";

    private final AdminSessions sessions;
    private final PasswordForm passwordForm;

    AccountPassword(AdminSessions sessions, PasswordForm passwordForm) {
        this.sessions = sessions;
        this.passwordForm = passwordForm;
    }

    void set(ManagedAccount account, PasswordChange change) {
        StatementScript custom = PostgresPlugin.SCRIPTS.rotation(FIELD, account.statements());
        StatementScript script = custom.isEmpty() ? PostgresPlugin.SCRIPTS.rotation(FIELD, DEFAULT) : custom;
        try (SentPassword password = SentPassword.of(account.password(), passwordForm)) {
            try {
                sessions.tryTransact(
                        change::timeLeft, transaction -> set(transaction, account, script, password, change));
            } catch (StepException failure) {
                ServerErrors errors = sessions.errors()
                        .masking(account.password().reveal(), password.get().reveal());
                throw errors.of(failure, AdminSessions.outcomeUnknown(failure));
            }
        }
    }

    private boolean set(
            Transaction transaction,
            ManagedAccount account,
            StatementScript script,
            SentPassword password,
            PasswordChange change)
            throws StepException {
        String username = account.username();
        if (!AccountQueries.lockAndFind(transaction, username).exists()) {
            throw sessions.errors().refused("role \"" + username + "\" does not exist, and was not made", false);
        }
        List<RenderedStatement> statements =
                script.render(StatementValues.none().name(username).password(password.get()));
        change.confirm();
        RoleDdl.run(transaction, statements);
        if (expired(transaction, username)) {
            throw sessions.errors()
                    .refused(
                            "role \"" + username
                                    + "\" has expired, so that the server takes no password of it, and was left"
                                    + " as it was: ALTER ROLE ... VALID UNTIL 'infinity'",
                            false);
        }
        return true;
    }

    private static boolean expired(Transaction transaction, String username) throws StepException {
        return transaction.query("look up the expiry", EXPIRED, rows -> rows.next() && rows.getBoolean(1), username);
    }
}
