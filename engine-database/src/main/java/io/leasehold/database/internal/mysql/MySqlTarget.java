package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.account.AccountCreation;
import io.leasehold.database.internal.account.AccountRenewal;
import io.leasehold.database.internal.account.AccountRevocation;
import io.leasehold.database.internal.admin.AccountList;
import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.LoginTrial;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.SessionCount;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.pool.AdminPool;
import io.leasehold.database.spi.Account;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.database.spi.ServerCapacity;
import io.leasehold.database.spi.ServerSessions;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** One MySQL or MariaDB server under one administrator's login. Thread-safe. */
final class MySqlTarget implements DatabaseTarget, ManagedAccounts, AccountListing, ServerCapacity, ServerSessions {

    private static final Duration LOOK = Duration.ofSeconds(10);

    /** The names of accounts; the server has no place for marks that both products know. */
    private static final String ACCOUNTS = "SELECT DISTINCT User, '' FROM mysql.user WHERE User <> ''";

    private static final String USED = "SHOW GLOBAL STATUS LIKE 'Threads_connected'";

    /** Without PROCESS the administrator sees its own sessions alone. */
    private static final String BY_USER =
            "SELECT USER, '', CASE COMMAND WHEN 'Sleep' THEN 'idle' ELSE 'active' END AS doing,"
                    + " COUNT(*) FROM information_schema.PROCESSLIST GROUP BY USER, doing";

    private final AdminPool pool;
    private final MySqlLogin login;
    private final ServerErrors errors;
    private final MySqlOptions options;
    private final AdminSessions sessions;
    private final AccountCreation creation;
    private final AccountRenewal renewal;
    private final AccountRevocation revocation;
    private final AccountPassword password;
    private final LoginTrial trial;
    private final AccountList accounts;
    private final SessionCount count;
    private final TimeSource time;

    MySqlTarget(AdminPool pool, MySqlLogin login, ServerErrors errors, MySqlOptions options, TimeSource time) {
        this.pool = pool;
        this.login = login;
        this.errors = errors;
        this.options = options;
        this.time = time;
        this.sessions = new AdminSessions(pool, errors);
        AccountSession account = new AccountSession(sessions);
        MySqlAccounts product = new MySqlAccounts(account);
        this.creation = new AccountCreation(product);
        this.renewal = new AccountRenewal(product, time);
        this.revocation = new AccountRevocation(product, options.endsSessions(), time);
        this.password = new AccountPassword(account, login.username());
        this.trial = new LoginTrial(login.hosts(), login::tryLogin, LoginReading::of, errors, time);
        this.accounts = new AccountList(sessions, ACCOUNTS, time);
        this.count = new SessionCount(sessions, USED, 2, BY_USER, time);
    }

    @Override
    public List<String> verify(Duration timeLimit) {
        try (Connection connection = login.open()) {
            connection.setAutoCommit(false);
            TimeLimit limit = TimeLimit.startingNow(timeLimit, time);
            return AdminRights.check(new Transaction(connection, limit, errors.failures()), options.endsSessions());
        } catch (SQLException failure) {
            throw errors.verification(failure);
        } catch (StepException failure) {
            throw errors.of(failure, false);
        }
    }

    @Override
    public List<String> create(NewAccount account, Creation limits) {
        return creation.create(account, limits);
    }

    @Override
    public void renew(Account account, Renewal expiry) {
        renewal.renew(account, expiry);
    }

    @Override
    public Revoked revoke(Account account, Revocation attempt) {
        return revocation.revoke(account, attempt);
    }

    @Override
    public void setPassword(ManagedAccount account, PasswordChange change) {
        password.set(account, change);
    }

    @Override
    public boolean accepts(String username, SecretText secret, Duration timeLimit) {
        return trial.accepts(username, secret, timeLimit);
    }

    @Override
    public void accounts(Duration timeLimit, Consumer<ListedAccount> each) {
        accounts.each(timeLimit, each);
    }

    @Override
    public OptionalInt maxConnections() {
        return OptionalInt.of(sessions.transact(
                TimeLimit.startingNow(LOOK, time),
                errors,
                transaction -> transaction.query(
                        "read max_connections",
                        "SELECT @@GLOBAL.max_connections",
                        rows -> rows.next() ? rows.getInt(1) : 0)));
    }

    @Override
    public Sessions sessions(Duration timeLimit) {
        return count.count(timeLimit);
    }

    @Override
    public void close() {
        pool.close();
        login.close();
    }
}
