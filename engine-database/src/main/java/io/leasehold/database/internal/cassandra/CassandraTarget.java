package io.leasehold.database.internal.cassandra;

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

/** One Cassandra cluster under one administrator's login. Thread-safe. */
final class CassandraTarget implements DatabaseTarget, ManagedAccounts, AccountListing {

    private final CassandraLogin login;
    private final TargetErrors errors;
    private final boolean looksAtRights;
    private final AccountCreation creation;
    private final AccountRevocation revocation;
    private final AccountPassword password;
    private final TimeSource time;

    CassandraTarget(CassandraLogin login, TargetErrors errors, boolean looksAtRights, TimeSource time) {
        CredentialCaches caches = new CredentialCaches(time);
        this.login = login;
        this.errors = errors;
        this.looksAtRights = looksAtRights;
        this.creation = new AccountCreation(login, errors);
        this.revocation = new AccountRevocation(login, errors, caches);
        this.password = new AccountPassword(login, errors, caches);
        this.time = time;
    }

    @Override
    public List<String> verify(Duration timeLimit) {
        try {
            CassandraWork work = login.begin(limit(timeLimit));
            if (!looksAtRights) {
                work.roleExists(login.username());
                return List.of();
            }
            return AdminRights.check(work, login.username());
        } catch (CommandException failure) {
            throw errors.verification(failure);
        }
    }

    @Override
    public List<String> create(NewAccount account, Creation limits) {
        return creation.create(account, limits);
    }

    /** The server knows no expiry of roles, so a renewal only makes sure that the role is there. */
    @Override
    public void renew(Account account, Renewal renewal) {
        if (!revocation.exists(account, limit(renewal.timeLimit()))) {
            throw errors.refused("role '" + account.username() + "' does not exist any more", false);
        }
    }

    @Override
    public Revoked revoke(Account account, Revocation attempt) {
        return revocation.revoke(account, limit(attempt.timeLimit()));
    }

    @Override
    public void setPassword(ManagedAccount account, PasswordChange change) {
        password.set(account, change);
    }

    @Override
    public boolean accepts(String username, SecretText candidate, Duration timeLimit) {
        return password.accepts(username, candidate, limit(timeLimit));
    }

    /** Roles carry no mark: the server keeps no text beside them. */
    @Override
    public void accounts(Duration timeLimit, Consumer<ListedAccount> each) {
        List<String> roles;
        try {
            CassandraWork work = login.begin(limit(timeLimit));
            if (!AdminRights.seesAllRoles(work, login.username())) {
                throw errors.refused("the administrator sees its own roles only: GRANT DESCRIBE ON ALL ROLES", false);
            }
            roles = work.roles();
        } catch (CommandException failure) {
            throw errors.of(failure, false);
        }
        roles.forEach(name -> each.accept(new ListedAccount(name, "")));
    }

    @Override
    public void close() {
        login.close();
    }

    private TimeLimit limit(Duration length) {
        return TimeLimit.startingNow(length, time);
    }
}
