/** Rotating TLS, seen by the TLS of the JDK, by Netty, and by programs. */
@NullMarked
package io.leasehold.pki.tls;

import org.jspecify.annotations.NullMarked;
