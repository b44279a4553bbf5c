/**
 * How long a lease lives: pure functions from limits, terms and times to an expiry. Start at
 * {@link io.leasehold.internal.ttl.TtlAlgorithm}.
 */
@NullMarked
package io.leasehold.internal.ttl;

import org.jspecify.annotations.NullMarked;
