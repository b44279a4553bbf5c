/** Revoking certificates: by serial, by certificate, with their key, with their lease. */
@NullMarked
package io.leasehold.pki.internal.revocation;

import org.jspecify.annotations.NullMarked;
