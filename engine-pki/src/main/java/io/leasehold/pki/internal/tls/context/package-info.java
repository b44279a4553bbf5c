/** A TLS context whose sessions can be thrown away while it stays in use. */
@NullMarked
package io.leasehold.pki.internal.tls.context;

import org.jspecify.annotations.NullMarked;
