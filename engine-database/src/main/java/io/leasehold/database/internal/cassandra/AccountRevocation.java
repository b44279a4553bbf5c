package io.leasehold.database.internal.cassandra;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.engine.Revoked;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a role: it is looked for, the lease's own statements run, it is dropped, looked for again, and forgotten by the caches of
 * logins. Every step may be repeated. Absence is seen, and not verified: the server knows no exclusion, so a creation that is still
 * under way may follow.
 */
final class AccountRevocation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountRevocation.class);

    private final CassandraLogin login;
    private final TargetErrors errors;
    private final CredentialCaches caches;

    AccountRevocation(CassandraLogin login, TargetErrors errors, CredentialCaches caches) {
        this.login = login;
        this.errors = errors;
        this.caches = caches;
    }

    Revoked revoke(Account account, TimeLimit limit) {
        if (login.isAdministrator(account.username())) {
            throw errors.refused("role '" + account.username() + "' is the administrator's own: left alone", false);
        }
        List<RenderedStatement> statements = CqlScripts.revocation(account.revocation())
                .render(StatementValues.none().name(account.username()));
        try {
            CassandraWork work = login.begin(limit);
            if (work.roleExists(account.username())) {
                remove(work, account.username(), statements);
            }
            // Also for a role that is absent: an earlier attempt may have come no further.
            caches.forget(work, account.username());
            return Revoked.seen();
        } catch (CommandException failure) {
            throw errors.of(failure, true);
        }
    }

    /** Whether the role is there. */
    boolean exists(Account account, TimeLimit limit) {
        try {
            return login.begin(limit).roleExists(account.username());
        } catch (CommandException failure) {
            throw errors.of(failure, false);
        }
    }

    private void remove(CassandraWork work, String username, List<RenderedStatement> statements)
            throws CommandException {
        custom(work, statements);
        work.dropRole(username);
        if (work.roleExists(username)) {
            throw errors.refused("role '" + username + "' is still there after DROP ROLE", true);
        }
    }

    private void custom(CassandraWork work, List<RenderedStatement> statements) throws CommandException {
        for (RenderedStatement statement : statements) {
            try {
                work.run("revocation_statements: " + statement.describe(), statement);
            } catch (CommandException failure) {
                if (!failure.failure().objection()) {
                    throw failure;
                }
                LOG.debug(
                        "The revocation statements failed ({}: {}); the role is removed without them",
                        failure.step(),
                        errors.words(failure));
                return;
            }
        }
    }
}
