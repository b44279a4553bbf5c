/**
 * Short-lived database users. Mount the engine type {@code database}, write a {@link io.leasehold.database.DatabaseConnection}
 * to {@code config/NAME} and a {@link io.leasehold.database.DatabaseRole} to {@code roles/NAME}, and read
 * {@code creds/NAME} as {@link io.leasehold.database.DatabaseCredentials}.
 */
@NullMarked
package io.leasehold.database;

import org.jspecify.annotations.NullMarked;
