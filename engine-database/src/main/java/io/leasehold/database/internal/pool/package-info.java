/**
 * The administrators' connections to targets. Start at {@link io.leasehold.database.internal.pool.AdminPool}.
 */
@NullMarked
package io.leasehold.database.internal.pool;

import org.jspecify.annotations.NullMarked;
