package io.leasehold.database.internal.engine;

import io.leasehold.database.spi.AccountCredential;
import io.leasehold.spi.engine.Creation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A credential that was drawn for an account to come: what takes long is done, and what depends on the lease's end is not.
 * Its text form shows no secret.
 */
interface DrawnCredential {

    /**
     * A credential as the server gets to know it, and as the caller gets it.
     *
     * @param account for the server
     * @param answer the result record
     */
    record Finished(AccountCredential account, Record answer) {

        @Override
        public String toString() {
            return "Finished";
        }
    }

    /** Finishes it. */
    Finished finish(Creation creation);

    /**
     * The longest life of a lease that the credential bears, which a renewal cannot move; zero when the credential ends with
     * the lease as it is issued, null when it has no end of its own.
     */
    @Nullable
    Duration longestLife();
}
