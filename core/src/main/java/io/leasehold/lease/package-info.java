/**
 * What a lease is, wherever it is stored: its {@linkplain io.leasehold.lease.LeaseState states and transitions}, and
 * {@linkplain io.leasehold.lease.LeaseQuery queries} over leases.
 */
@NullMarked
package io.leasehold.lease;

import org.jspecify.annotations.NullMarked;
