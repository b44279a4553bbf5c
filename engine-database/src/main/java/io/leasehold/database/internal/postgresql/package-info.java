/**
 * The PostgreSQL plugin. Start at {@link io.leasehold.database.internal.postgresql.PostgresPlugin}; how users are made and
 * removed is told by {@code AccountCreation} and {@code AccountRevocation}.
 */
@NullMarked
package io.leasehold.database.internal.postgresql;

import org.jspecify.annotations.NullMarked;
