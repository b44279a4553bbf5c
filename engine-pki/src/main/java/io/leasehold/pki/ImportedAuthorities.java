package io.leasehold.pki;

import io.leasehold.spi.binding.Field;
import java.util.List;
import java.util.Map;

/**
 * What an import came to: {@code intermediate/set-signed}, {@code issuers/import/*} and {@code config/ca} answer it.
 *
 * @param importedIssuers UUIDs of the issuers that are new
 * @param importedKeys UUIDs of the keys that are new
 * @param existingIssuers UUIDs of the issuers that were there already
 * @param existingKeys UUIDs of the keys that were there already
 * @param mapping for each of the issuers the UUID of its key, empty when the mount does not have it
 */
public record ImportedAuthorities(
        @Field("The issuers that are new.") List<String> importedIssuers,
        @Field("The keys that are new.") List<String> importedKeys,
        @Field("The issuers that were there already.") List<String> existingIssuers,
        @Field("The keys that were there already.") List<String> existingKeys,
        @Field("For each of the issuers its key.") Map<String, String> mapping) {

    /** Takes copies. */
    public ImportedAuthorities {
        importedIssuers = List.copyOf(importedIssuers);
        importedKeys = List.copyOf(importedKeys);
        existingIssuers = List.copyOf(existingIssuers);
        existingKeys = List.copyOf(existingKeys);
        mapping = Map.copyOf(mapping);
    }
}
