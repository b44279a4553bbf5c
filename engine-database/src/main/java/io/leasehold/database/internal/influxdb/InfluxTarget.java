package io.leasehold.database.internal.influxdb;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
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

/** One InfluxDB 1 under one administrator's login. Thread-safe. */
final class InfluxTarget implements DatabaseTarget, ManagedAccounts, AccountListing {

    private final AdminLink link;
    private final TargetErrors errors;
    private final AccountCreation creation;
    private final AccountRevocation revocation;
    private final AccountPassword password;
    private final TimeSource time;

    InfluxTarget(AdminLink link, TargetErrors errors, TimeSource time) {
        this.link = link;
        this.errors = errors;
        this.creation = new AccountCreation(link, errors);
        this.revocation = new AccountRevocation(link, errors);
        this.password = new AccountPassword(link, errors);
        this.time = time;
    }

    @Override
    public List<String> verify(Duration timeLimit) {
        try {
            return ServerCheck.check(link, errors, TimeLimit.startingNow(timeLimit, time));
        } catch (HttpException failure) {
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
        if (!revocation.exists(account.username(), TimeLimit.startingNow(renewal.timeLimit(), time))) {
            throw errors.refused("user '" + account.username() + "' does not exist any more", false);
        }
    }

    @Override
    public Revoked revoke(Account account, Revocation attempt) {
        return revocation.revoke(account, TimeLimit.startingNow(attempt.timeLimit(), time));
    }

    @Override
    public void setPassword(ManagedAccount account, PasswordChange change) {
        password.set(account, change);
    }

    @Override
    public boolean accepts(String username, SecretText candidate, Duration timeLimit) {
        return password.accepts(username, candidate, TimeLimit.startingNow(timeLimit, time));
    }

    /** The server has no place for a mark. */
    @Override
    public void accounts(Duration timeLimit, Consumer<ListedAccount> each) {
        try {
            for (String name : InfluxSession.of(link, TimeLimit.startingNow(timeLimit, time))
                    .users()) {
                if (!link.isAdministrator(name)) {
                    each.accept(new ListedAccount(name, ""));
                }
            }
        } catch (HttpException failure) {
            throw errors.of(failure, false);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
