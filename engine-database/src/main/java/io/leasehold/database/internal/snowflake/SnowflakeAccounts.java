package io.leasehold.database.internal.snowflake;

import io.leasehold.database.internal.account.AccountLook;
import io.leasehold.database.internal.account.AccountProduct;
import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.Expiration;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.RoleScripts;
import io.leasehold.spi.engine.Revoked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Users of an account. Statements on them commit by themselves, and there is no exclusion. */
final class SnowflakeAccounts implements AccountProduct {

    private final AdminSessions sessions;

    SnowflakeAccounts(AdminSessions sessions) {
        this.sessions = sessions;
    }

    /** A name in quotes ("Identifier requirements", Snowflake). */
    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public RoleScripts scripts() {
        return SnowflakePlugin.SCRIPTS;
    }

    @Override
    public ServerErrors errors() {
        return sessions.errors();
    }

    @Override
    public boolean transactional() {
        return false;
    }

    @Override
    public Revoked.Absence absence() {
        return Revoked.Absence.SEEN;
    }

    @Override
    public String called(String username) {
        return "user '" + username + "'";
    }

    @Override
    public <T> T run(TimeLimit limit, ServerErrors failures, String username, AdminSessions.Work<T> work) {
        return sessions.transact(limit, failures, work);
    }

    @Override
    public AccountLook look(Transaction transaction, String username) throws StepException {
        List<String> names = UserLook.names(transaction, username);
        return new AccountLook(!names.isEmpty(), names.isEmpty() ? username : names.get(0), Instant.EPOCH);
    }

    /** In whole days from now on, at least one ({@code DAYS_TO_EXPIRY}), and never less than the lease has. */
    @Override
    public String expiration(Instant leaseEnd, Instant storeNow, Instant serverNow) {
        long millis =
                Duration.between(storeNow, leaseEnd.plus(Expiration.MARGIN)).toMillis();
        long day = Duration.ofDays(1).toMillis();
        return Long.toString(Math.max(1, (millis + day - 1) / day));
    }

    @Override
    public List<String> defaultRenewal() {
        return List.of("ALTER USER \"{{name}}\" SET DAYS_TO_EXPIRY = {{expiration}}");
    }

    @Override
    public List<String> mark(Transaction transaction, String username, String mark) throws StepException {
        String text = mark.replace("\\", "\\\\").replace("'", "''");
        for (String name : UserLook.names(transaction, username)) {
            transaction.execute(
                    "mark the user by a comment", "ALTER USER " + identifier(name) + " SET COMMENT = '" + text + "'");
        }
        return List.of();
    }

    @Override
    public void lock(Transaction transaction, String username) throws StepException {
        for (String name : UserLook.names(transaction, username)) {
            transaction.execute("lock the login", "ALTER USER " + identifier(name) + " SET DISABLED = TRUE");
        }
    }

    @Override
    public List<String> endSessions(Transaction transaction, String username) {
        try {
            for (String name : UserLook.names(transaction, username)) {
                transaction.execute("end what the user runs", "ALTER USER " + identifier(name) + " ABORT ALL QUERIES");
            }
            return List.of();
        } catch (StepException failure) {
            return List.of("what the user runs could not be ended: " + errors().words(failure));
        }
    }

    @Override
    public void remove(Transaction transaction, String username) throws StepException {
        for (String name : UserLook.names(transaction, username)) {
            transaction.execute("drop the user", "DROP USER IF EXISTS " + identifier(name));
        }
        if (look(transaction, username).exists()) {
            throw transaction.failed("drop the user", "the user is still there after it was dropped");
        }
    }
}
