/**
 * Connection strings as people write them, turned into what a driver needs. Start at
 * {@link io.leasehold.database.internal.connection.PostgresAddress}. Pure functions; no I/O.
 */
@NullMarked
package io.leasehold.database.internal.connection;

import org.jspecify.annotations.NullMarked;
