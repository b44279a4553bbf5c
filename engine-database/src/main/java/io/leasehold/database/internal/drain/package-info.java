/**
 * What rotating clients of any kind share: a fresh credential is tried and then published
 * ({@link io.leasehold.database.internal.drain.CredentialSwap}, where to start), whoever uses the one before is counted until
 * the last has ended ({@link io.leasehold.database.internal.drain.Generation}), its lease is kept meanwhile
 * ({@link io.leasehold.database.internal.drain.Retention}), and what the target refuses is reported once
 * ({@link io.leasehold.database.internal.drain.Refusals}). It knows neither JDBC nor any driver.
 */
@NullMarked
package io.leasehold.database.internal.drain;

import org.jspecify.annotations.NullMarked;
