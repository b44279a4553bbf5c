package io.leasehold.database.spi;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The ability of a {@linkplain DatabaseTarget target} to list its accounts, so that they can be compared with leases. Failures
 * are those of {@link DatabaseTarget}. Thread-safe.
 */
public interface AccountListing {

    /**
     * Lists the accounts that may be those of a broker: all users of the server, except perhaps some that no broker can have
     * made. Changes nothing. An account that is made or removed meanwhile may be listed or not; every other one is. Accounts
     * of one name that differ in where they may come from only are listed as one.
     *
     * @param timeLimit how long that may take
     * @param each takes one account after the other, on the caller's thread
     */
    void accounts(Duration timeLimit, Consumer<ListedAccount> each);
}
