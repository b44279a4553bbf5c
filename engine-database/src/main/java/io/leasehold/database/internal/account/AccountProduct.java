package io.leasehold.database.internal.account;

import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.Expiration;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.RoleScripts;
import io.leasehold.spi.engine.Revoked;
import java.time.Instant;
import java.util.List;

/**
 * What an SQL product does its own way when accounts are made, renewed and removed. All methods that are given a transaction
 * are called inside {@link #run}. Thread-safe.
 */
public interface AccountProduct {

    /**
     * How the statements of roles are read.
     *
     * @return the product's
     */
    RoleScripts scripts();

    /**
     * How failures are told.
     *
     * @return the errors of the target
     */
    ServerErrors errors();

    /**
     * Whether statements on accounts are rolled back with their transaction. Where they commit by themselves, what a failed
     * creation made is taken back by further statements.
     *
     * @return whether they are
     */
    boolean transactional();

    /**
     * Whether {@link #run} keeps others from the account, so that an absence that was seen inside it lasts.
     *
     * @return how sure an absence is
     */
    Revoked.Absence absence();

    /**
     * An account in messages.
     *
     * @param username its name
     * @return such as {@code user 'x'}
     */
    String called(String username);

    /**
     * Runs work on an account in a transaction, under the server's exclusion for the account where there is one. A failure is
     * told as having had no effect, unless the work tells it otherwise.
     *
     * @param limit how long it may take
     * @param failures how failures are told
     * @param username the account
     * @param work what to do
     * @param <T> its result
     * @return its result
     */
    <T> T run(TimeLimit limit, ServerErrors failures, String username, AdminSessions.Work<T> work);

    /**
     * Looks whether there is an account of a name.
     *
     * @param transaction where
     * @param username the name
     * @return what is there, and the server's time
     * @throws StepException when that fails
     */
    AccountLook look(Transaction transaction, String username) throws StepException;

    /**
     * Executes statements of a role one by one.
     *
     * @param transaction where
     * @param statements the statements
     * @throws StepException when one fails
     */
    default void execute(Transaction transaction, List<RenderedStatement> statements) throws StepException {
        transaction.executeAll(statements);
    }

    /**
     * The value of {@code {{expiration}}}.
     *
     * @param leaseEnd when the lease ends, by the store's clock
     * @param storeNow the store's time
     * @param serverNow the server's time at the same moment
     * @return the text
     */
    default String expiration(Instant leaseEnd, Instant storeNow, Instant serverNow) {
        return Expiration.text(leaseEnd, storeNow, serverNow);
    }

    /**
     * How a product writes the distinguished name of a certificate, in {@code {{subject}}} and {@code {{issuer}}}.
     *
     * @param name the name by RFC 4514
     * @return the same, unless the product says otherwise
     */
    default String distinguishedName(String name) {
        return name;
    }

    /**
     * The renewal statements of a role that has none.
     *
     * @return the statements; none where the server knows no expiry
     */
    default List<String> defaultRenewal() {
        return List.of();
    }

    /**
     * Writes the mark on an account that was just made.
     *
     * @param transaction where
     * @param username the account
     * @param mark what to write
     * @return what the caller should know
     * @throws StepException when that fails
     */
    default List<String> mark(Transaction transaction, String username, String mark) throws StepException {
        return List.of();
    }

    /**
     * Locks the login of an account that is to be removed, so that whatever fails later, nobody gets in.
     *
     * @param transaction where
     * @param username the account
     * @throws StepException when that fails; the removal goes on without it, unless the server is unavailable
     */
    void lock(Transaction transaction, String username) throws StepException;

    /**
     * Ends the sessions of an account.
     *
     * @param transaction where
     * @param username the account
     * @return what could not be done
     */
    List<String> endSessions(Transaction transaction, String username);

    /**
     * Removes what is there of an account, and makes sure that nothing is left.
     *
     * @param transaction where
     * @param username the account
     * @throws StepException when it is not gone afterwards
     */
    void remove(Transaction transaction, String username) throws StepException;
}
