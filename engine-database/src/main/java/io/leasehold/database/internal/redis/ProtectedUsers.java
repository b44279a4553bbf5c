package io.leasehold.database.internal.redis;

/** Users that are neither made nor removed, whatever a name or a lease says. Stateless. */
final class ProtectedUsers {

    /** The user of connections that give no name; the server itself does not let it go. */
    static final String DEFAULT = "default";

    private ProtectedUsers() {}

    /** Refuses the server's default user and the administrator's own. */
    static void refuse(String username, String administrator, RedisErrors errors) {
        if (username.equals(DEFAULT) || username.equals(administrator)) {
            throw errors.refused(
                    "user '" + username + "' is the server's or the administrator's own: left alone", false);
        }
    }
}
