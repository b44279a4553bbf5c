package io.leasehold.database.internal.account;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.error.InvalidRequestException;
import java.util.List;

/**
 * Sets the password of an account that is there already: a look whether it is, the check that this password is still the one
 * to be set, the statements one by one. None is made.
 */
public final class StatementPassword {

    private static final String FIELD = "rotation_statements";

    private final AccountProduct product;
    private final List<String> ownWay;

    /**
     * Changes of passwords at one target.
     *
     * @param product what is done the product's own way
     * @param ownWay the statements for an account that has none of its own
     */
    public StatementPassword(AccountProduct product, List<String> ownWay) {
        this.product = product;
        this.ownWay = List.copyOf(ownWay);
    }

    /**
     * Sets a password.
     *
     * @param request the account and its new password
     * @param change limits, and the check
     */
    public void set(ManagedAccount request, PasswordChange change) {
        ServerErrors failures = product.errors().masking(request.password().reveal());
        StatementScript custom = product.scripts().rotation(FIELD, request.statements());
        product.run(change::timeLeft, failures, request.username(), transaction -> {
            AccountLook look = product.look(transaction, request.username());
            if (!look.exists()) {
                throw failures.refused(product.called(request.username()) + " does not exist, and was not made", false);
            }
            List<RenderedStatement> statements = custom.isEmpty()
                    ? statements(product.scripts().rotation(FIELD, ownWay), look.name(), request, failures)
                    : statements(custom, request.username(), request, failures);
            change.confirm();
            execute(transaction, statements, failures);
            return true;
        });
    }

    /** A password that does not fit is for the caller what one is that the server refuses: the next one may do. */
    private static List<RenderedStatement> statements(
            StatementScript script, String name, ManagedAccount request, ServerErrors failures) {
        try {
            return script.render(StatementValues.none().name(name).password(request.password()));
        } catch (InvalidRequestException unfit) {
            throw failures.refused(String.valueOf(unfit.getMessage()), false);
        }
    }

    private void execute(Transaction transaction, List<RenderedStatement> statements, ServerErrors failures)
            throws StepException {
        if (product.transactional()) {
            product.execute(transaction, statements);
            return;
        }
        int done = 0;
        for (RenderedStatement statement : statements) {
            try {
                product.execute(transaction, List.of(statement));
            } catch (StepException failure) {
                boolean uncertain = failure.meaning().sessionLost();
                throw failures.of(failure, done > 0 || uncertain);
            }
            done++;
        }
    }
}
