package io.leasehold.database.internal.couchbase;

import tools.jackson.databind.JsonNode;

/**
 * A local user that is there.
 *
 * @param id its name to log in with
 * @param fullName its full name, possibly empty, which is where a lease puts its mark
 * @param grants what it has been given itself
 */
record LocalUser(String id, String fullName, Grants grants) {

    /** What stands before a mark; known to the brokers of other versions: never change it. */
    private static final String MARK = "leasehold:";

    static LocalUser of(JsonNode user) {
        return new LocalUser(user.path("id").asString(""), user.path("name").asString(""), Grants.of(user));
    }

    /** The full name of a user of a lease. */
    static String marked(String mark) {
        return MARK + mark;
    }

    /** The mark of the lease that it was made for; empty when it was made by somebody else. */
    String mark() {
        return fullName.startsWith(MARK) ? fullName.substring(MARK.length()) : "";
    }
}
