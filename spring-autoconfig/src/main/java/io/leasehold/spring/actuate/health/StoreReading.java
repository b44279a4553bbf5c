package io.leasehold.spring.actuate.health;

import io.leasehold.ExpiryStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the lease store said when it was last asked. Immutable.
 *
 * @param expiry how expiry is, null when that is not known
 * @param irrevocable leases that cannot be revoked, of all instances; null when that is not known
 * @param error why it is not known; null when it is, or when nothing was asked yet
 */
record StoreReading(
        @Nullable ExpiryStatus expiry,
        @Nullable Long irrevocable,
        @Nullable String error) {

    static final StoreReading NONE = new StoreReading(null, null, null);
}
