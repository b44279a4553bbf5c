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
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
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
        try (SecretText sent = sent(account.password())) {
            List<RenderedStatement> statements = statements(account, sent);
            ServerErrors failures = sessions.errors().masking(account.password().reveal(), sent.reveal());
            sessions.transact(
                    change::timeLeft,
                    failures,
                    transaction -> set(transaction, account.username(), statements, change, failures));
        }
    }

    /** A password that cannot be sent is for the caller what one is that the server refuses: the next one may do. */
    private SecretText sent(SecretText password) {
        try {
            return passwordForm.of(password);
        } catch (InvalidRequestException unfit) {
            throw sessions.errors().refused(String.valueOf(unfit.getMessage()), false);
        }
    }

    private List<RenderedStatement> statements(ManagedAccount account, SecretText sent) {
        try {
            StatementScript custom = PostgresPlugin.SCRIPTS.rotation(FIELD, account.statements());
            StatementScript script = custom.isEmpty() ? PostgresPlugin.SCRIPTS.rotation(FIELD, DEFAULT) : custom;
            return script.render(StatementValues.none().name(account.username()).password(sent));
        } catch (InvalidRequestException unfit) {
            throw sessions.errors().refused(String.valueOf(unfit.getMessage()), false);
        }
    }

    private static boolean set(
            Transaction transaction,
            String username,
            List<RenderedStatement> statements,
            PasswordChange change,
            ServerErrors failures)
            throws StepException {
        if (!AccountQueries.lockAndFind(transaction, username).exists()) {
            throw failures.refused("role \"" + username + "\" does not exist, and was not made", false);
        }
        change.confirm();
        RoleDdl.run(transaction, statements);
        if (expired(transaction, username)) {
            throw failures.refused(
                    "role \"" + username + "\" has expired, so that the server takes no password of it, and was left"
                            + " as it was: ALTER ROLE ... VALID UNTIL 'infinity'",
                    false);
        }
        return true;
    }

    private static boolean expired(Transaction transaction, String username) throws StepException {
        return transaction.query("look up the expiry", EXPIRED, rows -> rows.next() && rows.getBoolean(1), username);
    }
}
