package io.leasehold.internal.limit;

import io.leasehold.spi.binding.Field;

/**
 * A limit on the number of leases under a path.
 *
 * @param path the path, such as {@code database/creds/app}; empty for all
 * @param maxLeases the most leases
 */
public record CountQuota(
        @Field("The path whose leases are counted, such as database/creds/app; empty for all leases.")
        String path,

        @Field(value = "The most leases there may be under the path, 0 or more.", required = true)
        long maxLeases) {

    /** Fills in the default and checks the range. */
    public CountQuota {
        path = path == null ? "" : QuotaPath.normalised(path);
        QuotaPath.atLeast("max_leases", maxLeases, 0);
    }
}
