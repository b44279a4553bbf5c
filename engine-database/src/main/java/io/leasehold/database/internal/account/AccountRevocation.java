package io.leasehold.database.internal.account;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes an account under its exclusion. Each step may be repeated, and is committed before the next one:
 *
 * <ol>
 *   <li>look; absence ends it;
 *   <li>lock the login, so that whatever fails later, nobody gets in;
 *   <li>end its sessions;
 *   <li>run the role's own revocation statements; when they fail, the removal goes on without them;
 *   <li>remove what is left, and look again;
 *   <li>end sessions that logged in before the lock and were not seen yet.
 * </ol>
 */
public final class AccountRevocation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountRevocation.class);

    private final AccountProduct product;
    private final boolean endsSessions;
    private final TimeSource time;

    /**
     * Revocations of one target.
     *
     * @param product what is done the product's own way
     * @param endsSessions whether sessions are ended
     * @param time measures limits
     */
    public AccountRevocation(AccountProduct product, boolean endsSessions, TimeSource time) {
        this.product = product;
        this.endsSessions = endsSessions;
        this.time = time;
    }

    /**
     * Removes an account.
     *
     * @param request the account
     * @param revocation limits of this attempt
     * @return that it is absent
     */
    public Revoked revoke(Account request, Revocation revocation) {
        TimeLimit limit = TimeLimit.startingNow(revocation.timeLimit(), time);
        StatementScript script = product.scripts().revocation(request.revocation());
        List<String> warnings = product.run(limit, product.errors(), request.username(), transaction -> {
            try {
                return remove(transaction, request.username(), script);
            } catch (StepException failure) {
                throw product.errors().of(failure, true);
            }
        });
        return new Revoked(product.absence(), warnings);
    }

    private List<String> remove(Transaction transaction, String username, StatementScript script) throws StepException {
        if (!product.look(transaction, username).exists()) {
            return List.of();
        }
        lock(transaction, username);
        List<String> warnings = new ArrayList<>(endSessions(transaction, username));
        custom(transaction, username, script);
        product.remove(transaction, username);
        transaction.settle(product.transactional());
        if (warnings.isEmpty()) {
            warnings.addAll(endSessions(transaction, username));
        }
        return warnings;
    }

    private void lock(Transaction transaction, String username) throws StepException {
        try {
            product.lock(transaction, username);
            transaction.settle(product.transactional());
        } catch (StepException failure) {
            goOn(transaction, failure);
            // The removal, which does the same for good, says what is missing.
            LOG.debug(
                    "The login of a user to be removed was not locked: {}",
                    product.errors().words(failure));
        }
    }

    private List<String> endSessions(Transaction transaction, String username) {
        return endsSessions ? product.endSessions(transaction, username) : List.of();
    }

    private void custom(Transaction transaction, String username, StatementScript script) throws StepException {
        try {
            product.execute(transaction, script.render(StatementValues.none().name(username)));
            transaction.settle(product.transactional());
        } catch (StepException failure) {
            goOn(transaction, failure);
            LOG.debug(
                    "The revocation statements failed ({}: {}); the user is removed without them",
                    failure.step(),
                    product.errors().words(failure));
        }
    }

    private void goOn(Transaction transaction, StepException failure) throws StepException {
        if (failure.meaning().unavailable()) {
            throw failure;
        }
        if (product.transactional()) {
            transaction.rollback();
        }
    }
}
