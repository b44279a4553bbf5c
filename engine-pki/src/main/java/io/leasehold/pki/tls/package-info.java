/** TLS for servers and clients whose key, certificate and trust are swapped when a rotating secret rotates. */
@NullMarked
package io.leasehold.pki.tls;

import org.jspecify.annotations.NullMarked;
