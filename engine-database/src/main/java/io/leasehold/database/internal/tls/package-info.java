/**
 * TLS as the products that speak HTTP need it: certificates and keys out of PEM fields, and what a client believes. Start at
 * {@link io.leasehold.database.internal.tls.ClientTls}.
 */
@NullMarked
package io.leasehold.database.internal.tls;

import org.jspecify.annotations.NullMarked;
