package io.leasehold.spi.engine;

import java.util.List;

/**
 * What a comparison of a target's accounts with its leases came to. Immutable.
 *
 * @param accounts how many accounts were found, whosever they are
 * @param leases how many active leases the target has
 * @param withoutLease the broker's own accounts that no lease knows
 * @param leasesWithout active leases whose accounts are not there
 */
public record AccountComparison(
        long accounts, long leases, List<FoundAccount> withoutLease, List<LeaseWithout> leasesWithout) {

    /** Takes copies. */
    public AccountComparison {
        withoutLease = List.copyOf(withoutLease);
        leasesWithout = List.copyOf(leasesWithout);
    }

    /**
     * A lease whose account is not there.
     *
     * @param leaseId the lease
     * @param account the account that it is for; empty when its sealed part cannot be read
     */
    public record LeaseWithout(String leaseId, String account) {}
}
