package io.leasehold.database.internal.account;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.spi.ListedAccount;
import java.util.List;
import java.util.OptionalInt;

/** What an SQL server is asked beside single accounts. Changes nothing. Thread-safe. */
public interface ServerLooks {

    /**
     * Looks whether the administrator can do the work.
     *
     * @param transaction where
     * @return what the writer of the connection should know
     * @throws StepException when the server cannot be worked with
     */
    List<String> rights(Transaction transaction) throws StepException;

    /**
     * How many connections the server accepts.
     *
     * @param transaction where
     * @return the number, empty when there is no limit
     * @throws StepException when the server does not tell
     */
    OptionalInt maxConnections(Transaction transaction) throws StepException;

    /**
     * Lists the accounts that may be those of a broker.
     *
     * @param transaction where
     * @return the accounts, each name once
     * @throws StepException when the server does not tell
     */
    List<ListedAccount> accounts(Transaction transaction) throws StepException;
}
