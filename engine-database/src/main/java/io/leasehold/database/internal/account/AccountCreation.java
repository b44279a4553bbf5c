package io.leasehold.database.internal.account;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.Placeholders;
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
 * Makes an account: a look whether the name is taken, the check that the lease still waits, the role's statements one by one,
 * a look whether they made it, the mark. What fails is rolled back; where each statement commits by itself, it is taken back
 * at once: the role's rollback statements, then a removal, then a look.
 */
public final class AccountCreation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountCreation.class);

    private final AccountProduct product;

    /**
     * Creations of one target.
     *
     * @param product what is done the product's own way
     */
    public AccountCreation(AccountProduct product) {
        this.product = product;
    }

    /**
     * Makes an account.
     *
     * @param request the account
     * @param creation limits, expiry, and the check
     * @return what the caller should know
     */
    public List<String> create(NewAccount request, Creation creation) {
        StatementScript script = product.scripts().creation(request.creation());
        if (script.isEmpty()) {
            throw new InvalidRequestException("creation_statements", "empty creation statements");
        }
        CredentialValues credential = CredentialValues.of(request.credential(), product::distinguishedName);
        ServerErrors failures = credential.masking(product.errors());
        return product.run(creation::timeLeft, failures, request.username(), transaction -> {
            List<RenderedStatement> statements = prepare(transaction, request, script, credential, creation, failures);
            creation.confirm();
            return product.transactional()
                    ? make(transaction, request, statements, failures)
                    : makeOrTakeBack(transaction, request, statements, failures);
        });
    }

    private List<RenderedStatement> prepare(
            Transaction transaction,
            NewAccount request,
            StatementScript script,
            CredentialValues credential,
            Creation creation,
            ServerErrors failures)
            throws StepException {
        AccountLook look = product.look(transaction, request.username());
        if (look.exists()) {
            throw failures.refused(product.called(request.username()) + " already exists and was left alone", false);
        }
        StatementValues values = StatementValues.none().name(request.username());
        if (script.uses(Placeholders.EXPIRATION)) {
            values = values.expiration(product.expiration(creation.expiresAt(), creation.now(), look.serverTime()));
        }
        return script.render(credential.in(values, script::uses));
    }

    private List<String> make(
            Transaction transaction, NewAccount request, List<RenderedStatement> statements, ServerErrors failures)
            throws StepException {
        product.execute(transaction, statements);
        if (!product.look(transaction, request.username()).exists()) {
            throw notMade(failures, false);
        }
        return product.mark(transaction, request.username(), request.mark());
    }

    private List<String> makeOrTakeBack(
            Transaction transaction, NewAccount request, List<RenderedStatement> statements, ServerErrors failures) {
        try {
            product.execute(transaction, statements);
            if (product.look(transaction, request.username()).exists()) {
                return product.mark(transaction, request.username(), request.mark());
            }
        } catch (StepException failure) {
            throw failures.of(failure, !takenBack(transaction, request));
        }
        // What they did make is committed, so that the role's rollback statements have to see to it.
        throw notMade(failures, !takenBack(transaction, request));
    }

    private static LeaseholdException notMade(ServerErrors failures, boolean effectPossible) {
        return failures.refused("creation_statements: they did not create the user {{name}}", effectPossible);
    }

    /** Whether nothing is left of a creation that failed. */
    private boolean takenBack(Transaction transaction, NewAccount request) {
        // An interrupt is for the caller; it must not keep this from reaching the server.
        boolean interrupted = Thread.interrupted();
        try {
            rollBack(transaction, request);
            product.remove(transaction, request.username());
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

    private void rollBack(Transaction transaction, NewAccount request) {
        try {
            product.execute(
                    transaction,
                    product.scripts()
                            .rollback(request.rollback())
                            .render(StatementValues.none().name(request.username())));
        } catch (StepException | LeaseholdException failure) {
            LOG.debug("The rollback statements failed; the user is dropped without them");
        }
    }
}
