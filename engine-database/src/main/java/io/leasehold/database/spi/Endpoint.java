package io.leasehold.database.spi;

import java.util.List;

/**
 * Where a connection leads.
 *
 * @param identity the part that makes it this target and no other (product, hosts, database), in one spelling; two
 *     settings with the same identity reach the same accounts
 * @param displayUrl the connection URL as it may be shown, without any password
 * @param warnings what the writer of the settings should know, free of secrets
 */
public record Endpoint(String identity, String displayUrl, List<String> warnings) {

    /** Takes copies. */
    public Endpoint {
        warnings = List.copyOf(warnings);
    }
}
