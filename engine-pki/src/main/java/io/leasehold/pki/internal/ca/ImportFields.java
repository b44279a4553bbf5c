package io.leasehold.pki.internal.ca;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * A request to import authorities.
 *
 * @param pemBundle certificates, and where the path takes them private keys, in PEM and in any order; may hold secrets
 */
public record ImportFields(
        @Field(value = "Certificates, and where the path takes them private keys, in PEM.", aliases = "certificate")
        @Sensitive
        @Nullable
        String pemBundle) {

    @Override
    public String toString() {
        return "ImportFields[]";
    }
}
