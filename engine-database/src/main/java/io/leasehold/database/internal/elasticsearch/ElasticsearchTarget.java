package io.leasehold.database.internal.elasticsearch;

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
import java.util.UUID;
import java.util.function.Consumer;

/** One Elasticsearch cluster under one administrator's login. Thread-safe. */
final class ElasticsearchTarget implements DatabaseTarget, ManagedAccounts, AccountListing {

    private final AdminLink link;
    private final ElasticsearchOptions options;
    private final TargetErrors errors;
    private final AccountCreation creation;
    private final AccountRevocation revocation;
    private final AccountPassword password;
    private final TimeSource time;

    ElasticsearchTarget(AdminLink link, ElasticsearchOptions options, TargetErrors errors, TimeSource time) {
        this.link = link;
        this.options = options;
        this.errors = errors;
        this.creation = new AccountCreation(link, options.securityPath(), errors);
        this.revocation = new AccountRevocation(link, options, errors);
        this.password = new AccountPassword(link, options.securityPath(), errors);
        this.time = time;
    }

    /** Changes nothing. */
    @Override
    public List<String> verify(Duration timeLimit) {
        try {
            SecuritySession session = session(timeLimit);
            session.user("leasehold-probe-" + UUID.randomUUID());
            return session.mayManageSecurity()
                    ? List.of()
                    : List.of(
                            "the administrator lacks the cluster privilege manage_security, so users cannot be made and"
                                    + " removed");
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

    /** Without the product's own users, of which no broker can have made one. */
    @Override
    public void accounts(Duration timeLimit, Consumer<ListedAccount> each) {
        try {
            session(timeLimit).users().forEach((name, user) -> {
                if (!user.reserved() && !link.isAdministrator(name)) {
                    each.accept(new ListedAccount(name, user.mark()));
                }
            });
        } catch (HttpException failure) {
            throw errors.of(failure, false);
        }
    }

    private SecuritySession session(Duration timeLimit) {
        return new SecuritySession(
                link, options.securityPath(), link.administrator(), TimeLimit.startingNow(timeLimit, time));
    }

    @Override
    public void close() {
        link.close();
    }
}
