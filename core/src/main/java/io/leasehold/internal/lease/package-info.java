/**
 * The lease protocol: {@link io.leasehold.internal.lease.Issuer}, {@link io.leasehold.internal.lease.Renewer},
 * {@link io.leasehold.internal.lease.Revoker} and {@link io.leasehold.internal.lease.Reaper} do,
 * {@code Transitions} decides. Start at {@link io.leasehold.internal.lease.Leasing}, which puts them together.
 */
@NullMarked
package io.leasehold.internal.lease;

import org.jspecify.annotations.NullMarked;
