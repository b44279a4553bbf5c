/** Work done once per cluster: {@link io.leasehold.internal.duty.Duties}. */
@NullMarked
package io.leasehold.internal.duty;

import org.jspecify.annotations.NullMarked;
