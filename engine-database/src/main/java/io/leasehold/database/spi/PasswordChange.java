package io.leasehold.database.spi;

import java.time.Duration;

/** The limits of one change of a password. */
public interface PasswordChange {

    /**
     * How long the change may still take.
     *
     * @return the time left, at least one millisecond
     */
    Duration timeLeft();

    /**
     * Makes sure that this password is still the one to be set. Reads the journal anew.
     *
     * @throws io.leasehold.error.LeaseholdException when it is not; the target must be left as it is then, and the exception
     *     passed on
     */
    void confirm();
}
