package io.leasehold.spi.engine;

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
}
