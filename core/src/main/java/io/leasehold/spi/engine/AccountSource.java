package io.leasehold.spi.engine;

import java.util.Optional;
import java.util.function.Consumer;

/** Lists the accounts of a target; asked more than once, and looks anew each time. */
@FunctionalInterface
public interface AccountSource {

    /**
     * Lists the accounts.
     *
     * @param each takes one after the other, on the caller's thread
     */
    void list(Consumer<FoundAccount> each);

    /**
     * Looks closer at an account that was listed as the broker's own and that no lease of the targets knows. For targets that do not
     * tell in a list whose an account is, and where a look at each one would cost too much.
     *
     * @param account the account as it was listed
     * @return the account as it really is; empty when it is not there any more. By default what was listed
     */
    default Optional<FoundAccount> look(FoundAccount account) {
        return Optional.of(account);
    }
}
