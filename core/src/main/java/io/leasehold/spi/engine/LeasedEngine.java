package io.leasehold.spi.engine;

import java.time.Duration;

/**
 * An engine whose credentials have leases. The broker keeps the protocol (intent before effect, retries, claims); the
 * engine changes the target. Every method may be called again after a failure or a crash, also by another process, and
 * must then do the rest. Thread-safe.
 *
 * <p>Failures are {@link io.leasehold.error.TargetUnavailableException} (retryable) and
 * {@link io.leasehold.error.TargetRefusedException}; both say whether an effect is possible. Limits, breaker and back-off
 * of the target are applied by the broker around these calls.
 */
public interface LeasedEngine extends SecretEngine {

    /**
     * Makes the planned credential on the target. Calls {@link Creation#confirm()} before the first change, inside the
     * target's exclusion for the account where there is one. An account of that name which exists already is refused with
     * {@code effectPossible() == false}, and left alone.
     *
     * @param plan what a handler of this engine decided
     * @param creation limits and the check
     * @return the credential
     */
    Created create(Plan plan, Creation creation);

    /**
     * What the role says about the lease's length now, so that edits of the role reach live leases.
     *
     * @param data the lease's revocation data
     * @return the terms
     * @throws io.leasehold.error.LeaseholdException when the role is gone, so that the lease can only run out
     */
    LeaseTerms terms(RevocationData data);

    /**
     * Moves the expiry that the target itself enforces; does nothing where the target has none. The broker calls it before
     * the lease is extended and after it is shortened.
     *
     * @param data the lease's revocation data
     * @param renewal the new expiry
     */
    void renew(RevocationData data, Renewal renewal);

    /**
     * Removes the credential. The goal is "verified absent": an account that is gone already is success. Locks the login
     * first, undoes what depends on it, removes it, looks again.
     *
     * @param data the lease's revocation data
     * @param revocation the limits of this attempt
     * @return that it is absent, and how sure that is
     */
    Revoked revoke(RevocationData data, Revocation revocation);

    /**
     * How long after the deadline of a creation an effect of it may still appear on a target without exclusion.
     *
     * @return the settle time, zero or positive
     */
    default Duration settleTime() {
        return Duration.ZERO;
    }

    /**
     * Whether a credential outlives a killed process. If so, enabling the engine on a volatile store warns.
     *
     * @return true unless the target ends every credential by itself
     */
    default boolean leavesTraces() {
        return true;
    }
}
