/**
 * How a {@code RotatingDataSource} works inside. Start at
 * {@link io.leasehold.database.internal.datasource.RotatingConnections}, which opens physical connections;
 * {@link io.leasehold.database.internal.drain.CredentialSwap} publishes a fresh credential, and
 * {@link io.leasehold.database.internal.datasource.Drain} retires the connections of the one before.
 */
@NullMarked
package io.leasehold.database.internal.datasource;

import org.jspecify.annotations.NullMarked;
