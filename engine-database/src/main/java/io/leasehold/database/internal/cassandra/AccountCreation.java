package io.leasehold.database.internal.cassandra;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.error.TargetException;
import io.leasehold.spi.engine.Creation;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a role: a look whether the name is taken, the check that the lease still waits, the statements one after the other, and a
 * look whether they made it. There are no transactions: when one fails, what the others have made is taken back. The server has no
 * lock that a remover could hold against it.
 */
final class AccountCreation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountCreation.class);

    private final CassandraLogin login;
    private final TargetErrors errors;

    AccountCreation(CassandraLogin login, TargetErrors errors) {
        this.login = login;
        this.errors = errors;
    }

    List<String> create(NewAccount request, Creation creation) {
        TargetErrors failures = errors.masking(request.password().reveal());
        StatementValues values = StatementValues.none().name(request.username()).password(request.password());
        List<RenderedStatement> statements =
                CqlScripts.creation(request.creation()).render(values);
        List<RenderedStatement> rollback =
                CqlScripts.rollback(request.rollback()).render(values);
        if (login.isAdministrator(request.username())) {
            throw failures.refused("role '" + request.username() + "' is the administrator's own: left alone", false);
        }
        CassandraWork work;
        try {
            work = login.begin(creation::timeLeft);
            if (work.roleExists(request.username())) {
                throw taken(request, failures);
            }
        } catch (CommandException failure) {
            throw failures.of(failure, false);
        }
        creation.confirm();
        for (RenderedStatement statement : statements) {
            try {
                work.run("creation_statements: " + statement.describe(), statement);
            } catch (CommandException failure) {
                boolean first = statement.number() == statements.get(0).number();
                throw failed(work, request, rollback, first, failures, failure);
            }
        }
        requireRole(work, request, rollback, failures);
        return List.of();
    }

    private static void requireRole(
            CassandraWork work, NewAccount request, List<RenderedStatement> rollback, TargetErrors failures) {
        try {
            if (work.roleExists(request.username())) {
                return;
            }
        } catch (CommandException failure) {
            throw failures.of(failure, !undone(work, request, rollback));
        }
        undone(work, request, rollback);
        // Before Cassandra 4.1 one node may not see yet what another has just done, so this absence is no proof.
        throw failures.refused("creation_statements: they did not create the user {{name}}", true);
    }

    private static TargetException failed(
            CassandraWork work,
            NewAccount request,
            List<RenderedStatement> rollback,
            boolean first,
            TargetErrors failures,
            CommandException failure) {
        return switch (failure.failure().outcome()) {
            case UNSENT -> failures.of(failure, !first && !undone(work, request, rollback));
            case REFUSED -> {
                if (first) {
                    // None of it was done: a role of that name, if there is one, is somebody else's.
                    yield failure.failure().kind() == CassandraFailure.Kind.EXISTS
                            ? taken(request, failures)
                            : failures.of(failure, false);
                }
                yield failures.of(failure, !undone(work, request, rollback));
            }
            case OPEN -> {
                // It may be done yet, after anything that could be done against it now.
                undone(work, request, rollback);
                yield failures.of(failure, true);
            }
        };
    }

    private static TargetException taken(NewAccount request, TargetErrors failures) {
        return failures.refused("role '" + request.username() + "' already exists and was left alone", false);
    }

    /** Takes back what a creation has made that came no further. Says whether nothing is left of it. */
    private static boolean undone(CassandraWork work, NewAccount request, List<RenderedStatement> rollback) {
        rollBack(work, rollback);
        try {
            work.dropRole(request.username());
            return !work.roleExists(request.username());
        } catch (CommandException again) {
            LOG.debug("What a failed creation left could not be taken back at once; that is done in the background");
            return false;
        }
    }

    private static void rollBack(CassandraWork work, List<RenderedStatement> rollback) {
        try {
            for (RenderedStatement statement : rollback) {
                work.run("rollback_statements: " + statement.describe(), statement);
            }
        } catch (CommandException failure) {
            LOG.debug("The rollback statements failed; the role is dropped without them");
        }
    }
}
