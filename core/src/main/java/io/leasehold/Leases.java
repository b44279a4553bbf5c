package io.leasehold;

import io.leasehold.lease.LeaseQuery;
import java.time.Duration;
import java.util.List;

/**
 * Operations on leases. The same operations answer at {@code sys/leases/…}. Thread-safe.
 *
 * <p>All methods throw {@link io.leasehold.error.StorageException} when the store fails and
 * {@link io.leasehold.error.ClosedException} when the broker is closed.
 */
public interface Leases {

    /**
     * Renews a lease by its role's default, counted from now.
     *
     * @param id the lease id
     * @return the lease with its new end
     * @throws io.leasehold.error.NotFoundException when there is no such lease
     * @throws io.leasehold.error.LeaseExpiredException when it has ended, is being revoked, or is past its max TTL
     * @throws io.leasehold.error.InvalidRequestException when it is not renewable
     */
    Lease renew(String id);

    /**
     * Renews a lease. The increment counts from now, so it can shorten a lease; it is cut at the max TTL. The lease returned
     * says what was granted.
     *
     * @param id the lease id
     * @param increment how long the lease is to last from now; zero means the role's default
     * @return the lease with its new end
     * @throws io.leasehold.error.NotFoundException when there is no such lease
     * @throws io.leasehold.error.LeaseExpiredException when it has ended, is being revoked, or is past its max TTL
     * @throws io.leasehold.error.InvalidRequestException when it is not renewable, or the increment is negative
     */
    Lease renew(String id, Duration increment);

    /**
     * Revokes a lease and returns when its credential is verified absent. An unknown id is success.
     *
     * @param id the lease id
     * @throws io.leasehold.error.TargetException when the target did not do it; the lease stays queued and is retried
     */
    void revoke(String id);

    /**
     * Revokes a lease as {@link #revoke} does, and tells what could not be done: that a session stays valid until its end, say,
     * where the target cannot end one. The same stands in the log, and among the warnings of a write to
     * {@code sys/leases/revoke/ID}.
     *
     * @param id the lease id
     * @return sentences for an operator; empty when the credential is of no use any more, and for an unknown id
     * @throws io.leasehold.error.TargetException when the target did not do it; the lease stays queued and is retried
     */
    List<String> revokeWithWarnings(String id);

    /**
     * Revokes all leases under a path. It goes on past failures.
     *
     * @param prefix a lease id, or the path of leases with or without a trailing slash; {@code creds/app} never reaches
     *     {@code creds/app2}
     * @return how many leases were confirmed absent
     * @throws io.leasehold.error.RevocationIncompleteException with both numbers, when some could not be revoked yet
     */
    int revokePrefix(String prefix);

    /**
     * Tries to revoke all leases under a path and drops them whether or not that worked. What is left on the target is the
     * operator's to remove; it is logged and reported as an event.
     *
     * @param prefix a lease id, or the path of leases
     * @return how many leases were dropped
     */
    int revokeForce(String prefix);

    /**
     * Looks a lease up.
     *
     * @param id the lease id
     * @return what is stored
     * @throws io.leasehold.error.NotFoundException when there is no such lease
     */
    LeaseInfo lookup(String id);

    /**
     * Lists one level below a path.
     *
     * @param prefix the path, with or without a trailing slash; empty for the top
     * @return names in order; folders end in a slash; empty when there is nothing
     */
    List<String> list(String prefix);

    /**
     * Counts the leases under a path, in every state.
     *
     * @param prefix the path, with or without a trailing slash; empty for all
     * @return the number
     */
    long count(String prefix);

    /**
     * Finds leases by filter, order and page.
     *
     * @param query what to find
     * @return one page
     */
    LeasePage query(LeaseQuery query);

    /**
     * Whether expiry runs, and what it would revoke if it is paused.
     *
     * @return the state
     */
    ExpiryStatus expiry();

    /** Pauses expiry in this broker: nothing is revoked but what a caller revokes. */
    void pauseExpiry();

    /** Resumes expiry after a start in paused state, a clock jump or {@link #pauseExpiry()}: the operator's confirmation. */
    void resumeExpiry();
}
