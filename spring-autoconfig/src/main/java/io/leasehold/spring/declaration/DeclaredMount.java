package io.leasehold.spring.declaration;

import io.leasehold.MountOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A mount that properties declare. Immutable.
 *
 * @param path where
 * @param property the property that it comes from
 * @param type the engine's type
 * @param description what it is for, null for none said
 * @param defaultLeaseTtl TTL of roles that say none, null for none said
 * @param maxLeaseTtl longest life of leases of roles that say none, null for none said
 */
public record DeclaredMount(
        String path,
        String property,
        String type,
        @Nullable String description,
        @Nullable Duration defaultLeaseTtl,
        @Nullable Duration maxLeaseTtl) {

    MountOptions options() {
        MountOptions.Builder options = MountOptions.builder();
        if (description != null) {
            options.description(description);
        }
        if (defaultLeaseTtl != null) {
            options.defaultLeaseTtl(defaultLeaseTtl);
        }
        if (maxLeaseTtl != null) {
            options.maxLeaseTtl(maxLeaseTtl);
        }
        return options.build();
    }
}
