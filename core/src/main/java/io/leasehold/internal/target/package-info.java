/** Limits and breakers per target: {@link io.leasehold.internal.target.TargetGates}. */
@NullMarked
package io.leasehold.internal.target;

import org.jspecify.annotations.NullMarked;
