package io.leasehold.database.internal.redis;

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

/** One Redis or Valkey server under one administrator's login. Thread-safe. */
final class RedisTarget implements DatabaseTarget, ManagedAccounts, AccountListing {

    private final RedisSessions sessions;
    private final TargetErrors errors;
    private final PersistenceMode persistence;
    private final AccountCreation creation;
    private final AccountRevocation revocation;
    private final AccountPassword password;
    private final LoginTrial trial;
    private final TimeSource time;

    RedisTarget(RedisSessions sessions, TargetErrors errors, PersistenceMode persistence, TimeSource time) {
        this.sessions = sessions;
        this.errors = errors;
        this.persistence = persistence;
        this.creation = new AccountCreation(sessions, errors, persistence);
        this.revocation = new AccountRevocation(sessions, errors, persistence);
        this.password = new AccountPassword(sessions, errors, persistence);
        this.trial = new LoginTrial(sessions.login(), errors);
        this.time = time;
    }

    @Override
    public List<String> verify(Duration timeLimit) {
        try (RedisSession session = sessions.openAnew(TimeLimit.startingNow(timeLimit, time))) {
            return AdminRights.check(session, persistence);
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
        if (!exists(account.username(), TimeLimit.startingNow(renewal.timeLimit(), time))) {
            throw errors.refused("user '" + account.username() + "' does not exist any more", false);
        }
    }

    @Override
    public Revoked revoke(Account account, Revocation attempt) {
        return revocation.revoke(account.username(), TimeLimit.startingNow(attempt.timeLimit(), time));
    }

    @Override
    public void setPassword(ManagedAccount account, PasswordChange change) {
        password.set(account, change);
    }

    @Override
    public boolean accepts(String username, SecretText secret, Duration timeLimit) {
        return trial.accepts(username, secret, TimeLimit.startingNow(timeLimit, time));
    }

    /** Users have no place for a mark. */
    @Override
    public void accounts(Duration timeLimit, Consumer<ListedAccount> each) {
        List<String> names;
        try (RedisSession session = sessions.open(TimeLimit.startingNow(timeLimit, time))) {
            names = session.users();
        } catch (CommandException failure) {
            throw errors.of(failure, false);
        }
        names.forEach(name -> each.accept(new ListedAccount(name, "")));
    }

    @Override
    public void close() {
        sessions.close();
    }

    private boolean exists(String username, TimeLimit limit) {
        try (RedisSession session = sessions.open(limit)) {
            return look(session, username);
        } catch (CommandException noSession) {
            throw errors.noConnection(noSession, false);
        }
    }

    private boolean look(RedisSession session, String username) {
        try {
            return session.userExists(username);
        } catch (CommandException failure) {
            throw errors.of(failure, false);
        }
    }
}
