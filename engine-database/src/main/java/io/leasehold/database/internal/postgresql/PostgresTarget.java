package io.leasehold.database.internal.postgresql;

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

/** One PostgreSQL database under one administrator's login. Thread-safe. */
final class PostgresTarget implements DatabaseTarget, ManagedAccounts, AccountListing, ServerCapacity, ServerSessions {

    private static final Duration LOOK = Duration.ofSeconds(10);

    private static final String ACCOUNTS = "SELECT r.rolname,"
            + " COALESCE(pg_catalog.shobj_description(r.oid, 'pg_authid'), '') FROM pg_catalog.pg_roles r"
            + " WHERE r.rolname NOT LIKE 'pg\\_%'";

    /** What a process of the server itself does not count. An administrator without rights on statistics sees no type. */
    private static final String USED = "SELECT count(*) FROM pg_catalog.pg_stat_activity a"
            + " WHERE a.backend_type = 'client backend' OR (a.backend_type IS NULL AND a.usesysid IS NOT NULL)";

    /** As the guide's query of connections, with the mark of each user. */
    private static final String BY_USER = "SELECT a.usename,"
            + " COALESCE(pg_catalog.shobj_description(a.usesysid, 'pg_authid'), ''),"
            + " COALESCE(a.state, 'unknown'), count(*) FROM pg_catalog.pg_stat_activity a"
            + " WHERE a.usename IS NOT NULL GROUP BY a.usesysid, a.usename, a.state";

    private final AdminPool pool;
    private final PostgresLogin login;
    private final ServerErrors errors;
    private final AdminSessions sessions;
    private final AccountCreation creation;
    private final AccountRenewal renewal;
    private final AccountRevocation revocation;
    private final AccountPassword password;
    private final LoginTrial trial;
    private final AccountList accounts;
    private final SessionCount count;
    private final TimeSource time;

    PostgresTarget(AdminPool pool, PostgresLogin login, ServerErrors errors, PostgresOptions options, TimeSource time) {
        this.pool = pool;
        this.login = login;
        this.errors = errors;
        this.time = time;
        this.sessions = new AdminSessions(pool, errors);
        this.creation = new AccountCreation(sessions, options.passwordForm());
        this.renewal = new AccountRenewal(sessions, time);
        this.revocation = new AccountRevocation(sessions, login, options.revocation(), time);
        this.password = new AccountPassword(sessions, options.passwordForm());
        this.trial = new LoginTrial(login.hosts(), login::tryLogin, LoginReading::of, errors, time);
        this.accounts = new AccountList(sessions, ACCOUNTS, time);
        this.count = new SessionCount(sessions, USED, 1, BY_USER, time);
    }

    @Override
    public List<String> verify(Duration timeLimit) {
        try (Connection connection = login.open()) {
            connection.setAutoCommit(false);
            return AdminRights.check(new Transaction(connection, TimeLimit.startingNow(timeLimit, time), SqlState::of));
        } catch (SQLException failure) {
            throw errors.verification(failure);
        } catch (StepException failure) {
            throw errors.verification(failure.failure());
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
                        "SELECT pg_catalog.current_setting('max_connections')::int",
                        rows -> rows.next() ? rows.getInt(1) : 0)));
    }

    @Override
    public Sessions sessions(Duration timeLimit) {
        return count.count(timeLimit);
    }

    @Override
    public void close() {
        pool.close();
    }
}
