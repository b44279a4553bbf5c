/**
 * Leases and configuration in a relational database. {@link io.leasehold.store.jdbc.JdbcStorage} is where to start, and the
 * only public type. Behind it, {@code JdbcLeaseStore} and {@code JdbcEntryStore} hold the SQL that all products share,
 * {@code Dialect} what differs, {@code Database} the handling of connections, retries and errors, {@code Schema} the tables.
 */
@NullMarked
package io.leasehold.store.jdbc;

import org.jspecify.annotations.NullMarked;
