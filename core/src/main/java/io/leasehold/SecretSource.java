package io.leasehold;

import java.time.Duration;
import java.util.Optional;

/** Where a rotating secret gets its secrets from, and what it does with their leases. */
interface SecretSource {

    /** The path, for status and logs. */
    String path();

    /** A fresh secret. */
    Secret fetch();

    /** Renews a lease. */
    Lease renew(String leaseId);

    /** Revokes a lease; returns when it is done or throws. */
    void revoke(String leaseId);

    /** What is left until a lease can no longer be renewed; empty when there is no such end. */
    Optional<Duration> untilHardEnd(Lease lease);
}
