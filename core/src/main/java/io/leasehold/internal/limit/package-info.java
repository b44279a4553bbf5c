/** Limits on leases and issues: {@link io.leasehold.internal.limit.Quotas}. */
@NullMarked
package io.leasehold.internal.limit;

import org.jspecify.annotations.NullMarked;
