package io.leasehold.database.internal.mongodb;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.spi.Account;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One MongoDB server, replica set or sharded cluster under one administrator's login. Thread-safe. */
final class MongoTarget implements DatabaseTarget, ManagedAccounts, AccountListing {

    private final MongoLogin login;
    private final TargetErrors errors;
    private final AccountCreation creation;
    private final AccountRevocation revocation;
    private final AccountPassword password;
    private final TimeSource time;

    MongoTarget(MongoLogin login, TargetErrors errors, TimeSource time) {
        this.login = login;
        this.errors = errors;
        this.creation = new AccountCreation(login, errors);
        this.revocation = new AccountRevocation(login, errors);
        this.password = new AccountPassword(login, errors);
        this.time = time;
    }

    @Override
    public List<String> verify(Duration timeLimit) {
        try {
            return AdminRights.check(login, TimeLimit.startingNow(timeLimit, time));
        } catch (CommandException failure) {
            throw errors.verification(failure);
        }
    }

    @Override
    public List<String> create(NewAccount account, Creation limits) {
        return creation.create(account, limits);
    }

    /** The server knows no expiry of users, so a renewal only makes sure that the user is there. */
    @Override
    public void renew(Account account, Renewal renewal) {
        if (!revocation.exists(account, TimeLimit.startingNow(renewal.timeLimit(), time))) {
            throw errors.refused("user '" + account.username() + "' does not exist any more", false);
        }
    }

    @Override
    public Revoked revoke(Account account, Revocation attempt) {
        return revocation.revoke(account, attempt, TimeLimit.startingNow(attempt.timeLimit(), time));
    }

    @Override
    public void setPassword(ManagedAccount account, PasswordChange change) {
        password.set(account, change);
    }

    @Override
    public boolean accepts(String username, SecretText candidate, Duration timeLimit) {
        return password.accepts(username, candidate, TimeLimit.startingNow(timeLimit, time));
    }

    @Override
    public void accounts(Duration timeLimit, Consumer<ListedAccount> each) {
        List<MongoUser> users;
        try {
            users = login.session(TimeLimit.startingNow(timeLimit, time)).allUsers();
        } catch (CommandException failure) {
            throw errors.of(failure, false);
        }
        users.forEach(user -> each.accept(
                new ListedAccount(user.name(), user.mark(), List.of(UserDatabase.statement(user.database())))));
    }

    @Override
    public void close() {
        login.close();
    }
}
