package io.leasehold.observe;

import io.leasehold.lease.LeaseState;

/**
 * How many leases of one kind the store holds, those of other instances included. Immutable.
 *
 * @param mount the path of the mount that they come from
 * @param role the path between mount and the random end of their ids, such as {@code creds/app}
 * @param state their state
 * @param leases how many there are, 1 or more
 */
public record LeaseTally(String mount, String role, LeaseState state, long leases) {}
