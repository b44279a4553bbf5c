package io.leasehold.spi.engine;

import java.time.Duration;
import java.time.Instant;

/** A creation under way: its limits, and the check that makes it safe. Used by one thread. */
public interface Creation {

    /**
     * The lease that covers the credential.
     *
     * @return its id, for marking the account
     */
    String leaseId();

    /**
     * When the lease ends, by the store's clock.
     *
     * @return the expiry; an expiry on the target must not be earlier
     */
    Instant expiresAt();

    /**
     * What time it is by the store's clock, without asking the store.
     *
     * @return the time, accurate to about a second
     */
    Instant now();

    /**
     * How much time is left until the creation must have ended. Clients and servers are to be given this as their limit.
     *
     * @return the time left, at least one millisecond
     */
    Duration timeLeft();

    /**
     * Makes sure that the creation may go on: its row is still pending and its deadline has not passed. To be called once,
     * inside the target's exclusion for the account where there is one, right before the target is first changed.
     *
     * @throws io.leasehold.error.LeaseholdException when it may not go on; nothing must be changed on the target then
     */
    void confirm();
}
