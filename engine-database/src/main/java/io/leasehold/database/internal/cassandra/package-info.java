/**
 * The plugin for Apache Cassandra, whose accounts are roles that may log in. Start at
 * {@link io.leasehold.database.internal.cassandra.CassandraTarget}; why a login that is refused is not believed at once is told in
 * {@link io.leasehold.database.internal.cassandra.CredentialCaches}.
 */
@NullMarked
package io.leasehold.database.internal.cassandra;

import org.jspecify.annotations.NullMarked;
