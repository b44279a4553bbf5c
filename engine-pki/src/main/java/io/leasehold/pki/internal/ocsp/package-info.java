/** Answers to the question whether one certificate is revoked (RFC 6960). */
@NullMarked
package io.leasehold.pki.internal.ocsp;

import org.jspecify.annotations.NullMarked;
