package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.Expiration;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spi.engine.Creation;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a user under its exclusion: a look whether the name is taken, the check that the lease still waits, the role's
 * statements one by one, a look whether they made it. As each statement commits by itself, whatever fails after the first
 * one is taken back at once: the role's rollback statements, then a drop, then a look.
 */
final class AccountCreation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountCreation.class);

    private final AccountSession account;

    AccountCreation(AccountSession account) {
        this.account = account;
    }

    List<String> create(NewAccount request, Creation creation) {
        StatementScript script = MySqlPlugin.SCRIPTS.creation(request.creation());
        if (script.isEmpty()) {
            throw new InvalidRequestException("creation_statements", "empty creation statements");
        }
        ServerErrors failures = account.errors().masking(request.password().reveal());
        return account.run(
                creation::timeLeft,
                failures,
                request.username(),
                transaction -> create(transaction, request, script, creation, failures));
    }

    private static List<String> create(
            Transaction transaction,
            NewAccount request,
            StatementScript script,
            Creation creation,
            ServerErrors failures)
            throws StepException {
        AccountLook look = AccountSession.look(transaction, request.username());
        if (look.exists()) {
            throw failures.refused("user '" + request.username() + "' already exists and was left alone", false);
        }
        String expiration = Expiration.text(creation.expiresAt(), creation.now(), look.serverTime());
        List<RenderedStatement> statements = script.render(StatementValues.none()
                .name(request.username())
                .password(request.password())
                .expiration(expiration));
        creation.confirm();
        try {
            transaction.executeAll(statements);
            if (AccountSession.look(transaction, request.username()).exists()) {
                return List.of();
            }
        } catch (StepException failure) {
            throw failures.of(failure, !undone(transaction, request));
        }
        // What they did make is committed, so that the role's rollback statements have to see to it.
        throw failures.refused(
                "creation_statements: they did not create the user {{name}}", !undone(transaction, request));
    }

    /** Whether nothing is left of a creation that failed. */
    private static boolean undone(Transaction transaction, NewAccount request) {
        // An interrupt is for the caller; it must not keep this from reaching the server.
        boolean interrupted = Thread.interrupted();
        try {
            rollBack(transaction, request);
            AccountRemoval.run(transaction, request.username());
            return true;
        } catch (StepException failure) {
            LOG.debug("A user whose creation failed could not be taken back at once; that is done in the background");
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void rollBack(Transaction transaction, NewAccount request) {
        try {
            transaction.executeAll(MySqlPlugin.SCRIPTS
                    .rollback(request.rollback())
                    .render(StatementValues.none().name(request.username())));
        } catch (StepException | LeaseholdException failure) {
            LOG.debug("The rollback statements failed; the user is dropped without them");
        }
    }
}
