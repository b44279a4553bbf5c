package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.error.InvalidRequestException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sets the password of the accounts of a name under its exclusion: a look at them, the check that this password is still the
 * one to be set, the statements one by one. Each of those commits by itself, so that a failure after the first leaves accounts
 * of one name with different passwords until the change is repeated; it is told as having had an effect.
 *
 * <p>A name may have several accounts, one for each host pattern. All of them get the password, except if the name is the
 * administrator's: then it is the one that the server knows the administrator by, also when it may neither see nor alter
 * accounts. Statements of one's own name their hosts themselves and run once.
 */
final class AccountPassword {

    private static final String FIELD = "rotation_statements";

    private static final String ACCOUNTS = "SELECT Host, plugin FROM mysql.user WHERE User = ?";

    private static final String KNOWN_BY = " AND CONCAT(User, '@', Host) = CURRENT_USER()";

    /** MariaDB lists roles among the users. */
    private static final String NO_ROLE = " AND is_role = 'N'";

    /**
     * Time-outs of the server, which leave open how far it got; a failure for some of the accounts of a statement; and for
     * one of the ways of logging in (MariaDB's SET PASSWORD has then set the password all the same, measured on 10.11).
     */
    private static final Set<String> HALF_DONE = Set.of("1317", "1969", "3024", MySqlFailure.CANNOT_USER, "1699");

    private final AccountSession account;
    private final String administrator;

    AccountPassword(AccountSession account, String administrator) {
        this.account = account;
        this.administrator = administrator;
    }

    /** An account of a name, and what it shows itself by. */
    private record Host(String pattern, String plugin) {}

    /** One statement, and how it is told. */
    private record Step(String description, String sql) {}

    void set(ManagedAccount request, PasswordChange change) {
        ServerErrors failures = account.errors().masking(request.password().reveal());
        List<Step> own = own(request, failures);
        account.run(change::timeLeft, failures, request.username(), transaction -> {
            List<Step> steps = steps(transaction, request, own, failures);
            change.confirm();
            run(transaction, steps, failures);
            return true;
        });
    }

    /** Statements of one's own. A password that does not fit them is for the caller what one is that the server refuses. */
    private static List<Step> own(ManagedAccount request, ServerErrors failures) {
        try {
            StatementScript script = MySqlPlugin.SCRIPTS.rotation(FIELD, request.statements());
            StatementValues values =
                    StatementValues.none().name(request.username()).password(request.password());
            return script.render(values).stream()
                    .map(statement -> new Step(statement.describe(), statement.sql()))
                    .toList();
        } catch (InvalidRequestException unfit) {
            throw failures.refused(String.valueOf(unfit.getMessage()), false);
        }
    }

    /** What is to be run: statements of one's own only once there is an account. */
    private List<Step> steps(Transaction transaction, ManagedAccount request, List<Step> own, ServerErrors failures)
            throws StepException {
        // The account that is logged in is there, and what it is known by need not be looked up.
        if (request.username().equals(administrator) && !OwnPassword.mayAlterAccounts(transaction)) {
            String statement = OwnPassword.statement(
                    transaction.productVersion(),
                    MySqlText.literal(request.password().reveal()));
            return own.isEmpty() ? List.of(new Step("set the password of the account itself", statement)) : own;
        }
        List<Host> hosts = hosts(transaction, request.username(), failures);
        return own.isEmpty() ? perHost(transaction, request, hosts, failures) : own;
    }

    private List<Host> hosts(Transaction transaction, String name, ServerErrors failures) throws StepException {
        String accounts = ACCOUNTS
                + (AccountSession.isMariaDb(transaction) ? NO_ROLE : "")
                + (name.equals(administrator) ? KNOWN_BY : "");
        List<Host> hosts = transaction.query("look up the account", accounts, AccountPassword::read, name);
        if (hosts.isEmpty()) {
            throw failures.refused("user '" + name + "' does not exist, and was not made", false);
        }
        return hosts;
    }

    private static List<Step> perHost(
            Transaction transaction, ManagedAccount request, List<Host> hosts, ServerErrors failures)
            throws StepException {
        String name = request.username();
        List<Step> steps = new ArrayList<>();
        String version = transaction.productVersion();
        String password = MySqlText.literal(request.password().reveal());
        for (Host host : hosts) {
            requireOneWay(transaction, name, host, failures);
            String described = "'" + name + "'@'" + host.pattern() + "'";
            String sql = PasswordStatement.of(version, host.plugin(), MySqlText.account(name, host.pattern()), password)
                    .orElseThrow(() -> failures.refused(
                            "user " + described + " is known by the plugin " + host.plugin()
                                    + ", which keeps no password that ALTER USER could set: give rotation_statements",
                            false));
            steps.add(new Step("set the password of " + described, sql));
        }
        return steps;
    }

    /** MariaDB's ALTER USER would leave nothing of other ways of logging in beside the password, such as that by a socket. */
    private static void requireOneWay(Transaction transaction, String name, Host host, ServerErrors failures)
            throws StepException {
        if (AccountSession.isMariaDb(transaction)
                && AccountDefinition.of(transaction, name, host.pattern()).hasSeveralWays()) {
            throw failures.refused(
                    "user '" + name + "'@'" + host.pattern()
                            + "' has several ways of logging in, of which only the password"
                            + " would be left: give rotation_statements that name all of them (IDENTIFIED VIA ... OR ...)",
                    false);
        }
    }

    private static void run(Transaction transaction, List<Step> steps, ServerErrors failures) throws StepException {
        int done = 0;
        for (Step step : steps) {
            try {
                transaction.execute(step.description(), step.sql());
            } catch (StepException failure) {
                throw failures.of(failure, done > 0 || uncertain(failure));
            }
            done++;
        }
    }

    private static boolean uncertain(StepException failure) {
        return failure.meaning().sessionLost() || HALF_DONE.stream().anyMatch(failure.meaning()::is);
    }

    private static List<Host> read(ResultSet rows) throws SQLException {
        List<Host> hosts = new ArrayList<>();
        while (rows.next()) {
            String plugin = rows.getString("plugin");
            hosts.add(new Host(String.valueOf(rows.getString("Host")), plugin == null ? "" : plugin));
        }
        return hosts;
    }
}
