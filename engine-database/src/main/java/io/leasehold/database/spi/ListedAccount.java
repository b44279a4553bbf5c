package io.leasehold.database.spi;

import java.util.List;

/**
 * An account that is on a server.
 *
 * @param username the user's name, in the form of {@link Account#username()}
 * @param mark what stands where the plugin writes {@link NewAccount#mark()}; empty when there is nothing, or when the product
 *     has no such place
 * @param revocation the revocation statements with which {@link DatabaseTarget#revoke} removes exactly this account; empty for
 *     the product's own way
 */
public record ListedAccount(String username, String mark, List<String> revocation) {

    /** Takes a copy. */
    public ListedAccount {
        revocation = List.copyOf(revocation);
    }

    /**
     * An account that the product's own way removes.
     *
     * @param username the user's name
     * @param mark what stands where the plugin writes marks, possibly empty
     */
    public ListedAccount(String username, String mark) {
        this(username, mark, List.of());
    }
}
