package io.leasehold.database.internal.account;

import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.LoginTrial;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.pool.AdminPool;
import io.leasehold.database.internal.pool.ConnectionOpener;
import io.leasehold.database.spi.Account;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.database.spi.ServerCapacity;
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

/** A server of an SQL product under one administrator's login. Thread-safe. */
public final class SqlTarget implements DatabaseTarget, ManagedAccounts, ServerCapacity, AccountListing {

    private static final Duration LOOK = Duration.ofSeconds(10);

    private final AdminPool pool;
    private final ConnectionOpener login;
    private final ServerErrors errors;
    private final AdminSessions sessions;
    private final AccountCreation creation;
    private final AccountRenewal renewal;
    private final AccountRevocation revocation;
    private final StatementPassword password;
    private final LoginTrial trial;
    private final ServerLooks looks;
    private final TimeSource time;

    /**
     * A target.
     *
     * @param pool the administrator's connections, owned by the target
     * @param login opens one of them
     * @param sessions runs work on the pool
     * @param product what is done to accounts the product's own way
     * @param endsSessions whether a removed account's sessions are ended
     * @param rotation the statements that set a password
     * @param looks what the server is asked
     * @param trial tries logins
     * @param time measures limits
     */
    public SqlTarget(
            AdminPool pool,
            ConnectionOpener login,
            AdminSessions sessions,
            AccountProduct product,
            boolean endsSessions,
            List<String> rotation,
            ServerLooks looks,
            LoginTrial trial,
            TimeSource time) {
        this.pool = pool;
        this.login = login;
        this.errors = sessions.errors();
        this.sessions = sessions;
        this.creation = new AccountCreation(product);
        this.renewal = new AccountRenewal(product, time);
        this.revocation = new AccountRevocation(product, endsSessions, time);
        this.password = new StatementPassword(product, rotation);
        this.looks = looks;
        this.trial = trial;
        this.time = time;
    }

    @Override
    public List<String> verify(Duration timeLimit) {
        try (Connection connection = login.open()) {
            connection.setAutoCommit(false);
            TimeLimit limit = TimeLimit.startingNow(timeLimit, time);
            Transaction transaction = new Transaction(connection, limit, errors.failures());
            List<String> warnings = looks.rights(transaction);
            transaction.commit();
            return warnings;
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
    public OptionalInt maxConnections() {
        return sessions.transact(TimeLimit.startingNow(LOOK, time), errors, looks::maxConnections);
    }

    @Override
    public void accounts(Duration timeLimit, Consumer<ListedAccount> each) {
        sessions.transact(TimeLimit.startingNow(timeLimit, time), errors, looks::accounts)
                .forEach(each);
    }

    @Override
    public void close() {
        pool.close();
    }
}
