package io.leasehold.database.spi;

import java.util.List;

/**
 * A user that was made, or may have been made.
 *
 * @param username the user's name
 * @param mark what was to be written on the account where the product can
 * @param renewal the role's renewal statements as they were when the user was planned
 * @param revocation the role's revocation statements as they were when the user was planned
 */
public record Account(String username, String mark, List<String> renewal, List<String> revocation) {

    /** Takes copies. */
    public Account {
        renewal = List.copyOf(renewal);
        revocation = List.copyOf(revocation);
    }
}
