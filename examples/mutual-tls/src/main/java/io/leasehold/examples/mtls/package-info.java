/** Two services that talk over mutual TLS. Start at {@link io.leasehold.examples.mtls.MutualTls}. */
@NullMarked
package io.leasehold.examples.mtls;

import org.jspecify.annotations.NullMarked;
