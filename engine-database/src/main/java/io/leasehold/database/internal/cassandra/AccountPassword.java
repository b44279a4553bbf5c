package io.leasehold.database.internal.cassandra;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.secret.SecretText;
import java.util.List;

/** Sets the password of a role that is there, and tries logins. */
final class AccountPassword {

    private static final String FIELD = "rotation_statements";

    private final CassandraLogin login;
    private final TargetErrors errors;
    private final CredentialCaches caches;

    AccountPassword(CassandraLogin login, TargetErrors errors, CredentialCaches caches) {
        this.login = login;
        this.errors = errors;
        this.caches = caches;
    }

    void set(ManagedAccount account, PasswordChange change) {
        TargetErrors failures = errors.masking(account.password().reveal());
        List<RenderedStatement> statements = rendered(account, failures);
        CassandraWork work;
        try {
            work = login.begin(change::timeLeft);
            if (!work.roleExists(account.username())) {
                throw absent(account, failures);
            }
        } catch (CommandException failure) {
            throw failures.of(failure, false);
        }
        change.confirm();
        for (RenderedStatement statement : statements) {
            try {
                work.run(FIELD + ": " + statement.describe(), statement);
            } catch (CommandException failure) {
                boolean first = statement.number() == statements.get(0).number();
                if (first && failure.failure().kind() == CassandraFailure.Kind.ABSENT) {
                    throw absent(account, failures);
                }
                throw failures.of(failure, !first || failure.failure().outcome() == CassandraFailure.Outcome.OPEN);
            }
        }
        caches.forget(work, account.username());
    }

    /** A refusal counts only once the nodes cannot mean a password from before. */
    boolean accepts(String username, SecretText password, TimeLimit limit) {
        TargetErrors failures = errors.masking(password.reveal());
        try {
            if (login.takes(username, password, limit)) {
                return true;
            }
            caches.settle(login, username, limit, failures);
            return login.takes(username, password, limit);
        } catch (CommandException failure) {
            throw failures.of(failure, false);
        }
    }

    /** Another password may fit, so this is for the caller what a refusal by the server is. */
    private static List<RenderedStatement> rendered(ManagedAccount account, TargetErrors failures) {
        try {
            return CqlScripts.rotation(FIELD, account.statements())
                    .render(StatementValues.none().name(account.username()).password(account.password()));
        } catch (InvalidRequestException unfit) {
            throw failures.refused(String.valueOf(unfit.getMessage()), false);
        }
    }

    private static TargetException absent(ManagedAccount account, TargetErrors failures) {
        return failures.refused("role '" + account.username() + "' does not exist, and was not made", false);
    }
}
