/**
 * How a {@code RotatingMongoClient} works inside: a driver's client per credential
 * ({@link io.leasehold.database.internal.mongoclient.ClientGeneration}), and proxies that look for the current one with each
 * operation. Start at {@link io.leasehold.database.internal.mongoclient.RotatingClients}, which keeps the clients, and at
 * {@link io.leasehold.database.internal.mongoclient.Handle}, which is what an application has in its hands.
 */
@NullMarked
package io.leasehold.database.internal.mongoclient;

import org.jspecify.annotations.NullMarked;
