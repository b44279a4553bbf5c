/**
 * The cryptographic primitives that everything else is made of: {@link io.leasehold.internal.crypto.AesGcm},
 * {@link io.leasehold.internal.crypto.HmacSha256}, {@link io.leasehold.internal.crypto.Sha256}, and {@link io.leasehold.internal.crypto.Fields}, which encodes what is
 * authenticated without ambiguity.
 */
@NullMarked
package io.leasehold.internal.crypto;

import org.jspecify.annotations.NullMarked;
