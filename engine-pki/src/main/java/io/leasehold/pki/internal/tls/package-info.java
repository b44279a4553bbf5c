/** How a secret becomes an identity and trust for TLS, and how both are swapped as one. */
@NullMarked
package io.leasehold.pki.internal.tls;

import org.jspecify.annotations.NullMarked;
