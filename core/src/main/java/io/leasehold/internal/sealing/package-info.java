/**
 * Encryption at rest. {@link io.leasehold.internal.sealing.Sealer} seals and opens values;
 * {@link io.leasehold.internal.sealing.KeyRing} keeps the data keys, wrapped by the master key, in the store;
 * {@link io.leasehold.internal.sealing.Resealer} moves what is stored to the current data key. The threat model is in
 * {@code docs/SECURITY.md}.
 */
@NullMarked
package io.leasehold.internal.sealing;

import org.jspecify.annotations.NullMarked;
