package io.leasehold.pki.internal.ca;

import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * A request to revoke an issuer.
 *
 * @param reason why (RFC 5280, section 5.3.1)
 */
public record IssuerRevocation(
        @Field("Why, by name (cACompromise) or code.") @Nullable
        String reason) {}
