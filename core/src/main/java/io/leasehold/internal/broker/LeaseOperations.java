package io.leasehold.internal.broker;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.lease.BulkRevoker;
import io.leasehold.internal.lease.IssuedLease;
import io.leasehold.internal.lease.LeaseReader;
import io.leasehold.internal.lease.LeaseView;
import io.leasehold.internal.lease.Leasing;
import io.leasehold.lease.LeaseQuery;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on leases as callers ask for them, by method or by path: the one place that reads ids and prefixes. */
public final class LeaseOperations {

    private static final int LONGEST_ID = 512;

    private final Leasing leasing;

    LeaseOperations(Leasing leasing) {
        this.leasing = leasing;
    }

    /**
     * Renews.
     *
     * @param id the lease id
     * @param increment from now, null for the role's default
     * @return the renewed lease
     */
    public IssuedLease renew(String id, @Nullable Duration increment) {
        return leasing.renewer().renew(id(id), increment);
    }

    /**
     * Revokes one lease.
     *
     * @param id the lease id
     * @return what could not be done
     */
    public List<String> revoke(String id) {
        return leasing.revoker().revoke(id(id), LeaseholdEvent.Cause.REVOKED);
    }

    /**
     * Has one lease revoked in the background.
     *
     * @param id the lease id
     */
    public void revokeLater(String id) {
        leasing.revoker().queue(id(id));
    }

    /**
     * Revokes what is under a prefix.
     *
     * @param prefix a lease id or path
     * @return how many are confirmed absent, and what could not be done
     */
    public BulkRevoker.Outcome revokePrefix(String prefix) {
        LeaseQuery query = required(prefix);
        return leasing.bulk().revoke("revoking the leases under " + prefix, query);
    }

    /**
     * Drops what is under a prefix.
     *
     * @param prefix a lease id or path
     * @return how many were dropped
     */
    public int revokeForce(String prefix) {
        return leasing.bulk().force(required(prefix));
    }

    /**
     * Looks a lease up.
     *
     * @param id the lease id
     * @return the lease
     */
    public LeaseView lookup(String id) {
        return leasing.reader().lookup(id(id));
    }

    /**
     * Lists one level.
     *
     * @param prefix the path
     * @return names
     */
    public List<String> list(String prefix) {
        return leasing.reader().list(folder(prefix));
    }

    /**
     * Counts.
     *
     * @param prefix the path
     * @return the number of leases under it
     */
    public long count(String prefix) {
        return leasing.reader().count(scope(prefix));
    }

    /**
     * Counts by filter.
     *
     * @param query the filter
     * @return the number of leases that match
     */
    public long count(LeaseQuery query) {
        return leasing.reader().count(query);
    }

    /**
     * Finds.
     *
     * @param query what to find
     * @return a page
     */
    public LeaseReader.Page query(LeaseQuery query) {
        return leasing.reader().query(query);
    }

    private LeaseQuery required(String prefix) {
        if (prefix.isEmpty() || prefix.equals("/")) {
            throw new InvalidRequestException(
                    "prefix", "must name a lease or a path; an empty one would mean every lease there is");
        }
        return scope(prefix);
    }

    /** A lease of exactly this id if there is one, else what is below the path. */
    private LeaseQuery scope(String prefix) {
        String text = slashless(prefix);
        if (!prefix.endsWith("/") && !text.isEmpty()) {
            LeaseQuery exact = LeaseQuery.under(text).limitedTo(1);
            boolean isLease = leasing.reader().query(exact).leases().stream()
                    .anyMatch(lease -> lease.id().equals(text));
            if (isLease) {
                return LeaseQuery.under(text);
            }
        }
        return LeaseQuery.under(folder(prefix));
    }

    private static String folder(String prefix) {
        String text = slashless(prefix);
        if (text.isEmpty() || text.endsWith("/")) {
            return text;
        }
        return text + "/";
    }

    private static String slashless(String prefix) {
        if (prefix.length() > LONGEST_ID) {
            throw new InvalidRequestException("prefix", "must be at most " + LONGEST_ID + " characters");
        }
        return prefix.startsWith("/") ? prefix.substring(1) : prefix;
    }

    private static String id(String id) {
        if (id.isEmpty()) {
            throw new InvalidRequestException("lease_id", "lease_id must be specified");
        }
        if (id.length() > LONGEST_ID) {
            throw new InvalidRequestException("lease_id", "must be at most " + LONGEST_ID + " characters");
        }
        return id;
    }
}
