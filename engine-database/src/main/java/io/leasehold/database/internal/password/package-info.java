/**
 * Passwords: {@link io.leasehold.database.internal.password.PasswordGenerator} makes them, and
 * {@link io.leasehold.database.internal.password.ScramSha256} makes what PostgreSQL stores instead of one.
 */
@NullMarked
package io.leasehold.database.internal.password;

import org.jspecify.annotations.NullMarked;
