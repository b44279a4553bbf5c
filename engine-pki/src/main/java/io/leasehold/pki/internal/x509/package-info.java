/** Certificates, requests for them, and their parts (RFC 5280, RFC 2986), read and written. */
@NullMarked
package io.leasehold.pki.internal.x509;

import org.jspecify.annotations.NullMarked;
