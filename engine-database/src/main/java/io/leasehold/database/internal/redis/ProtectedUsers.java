package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.TargetErrors;

/** Users that are left alone, whatever a name or a lease says. Stateless. */
final class ProtectedUsers {

    /** The user of connections that give no name; the server itself does not let it go. */
    static final String DEFAULT = "default";

    private ProtectedUsers() {}

    /** Refuses the server's default user, unless it is the administrator's own: connections that give no name depend on it. */
    static void refuseDefault(String username, String administrator, TargetErrors errors) {
        if (username.equals(DEFAULT) && !administrator.equals(DEFAULT)) {
            throw errors.refused(
                    "user 'default' is the server's own, and not this connection's administrator: left alone", false);
        }
    }

    /** Refuses the server's default user and the administrator's own. */
    static void refuse(String username, String administrator, TargetErrors errors) {
        if (username.equals(DEFAULT) || username.equals(administrator)) {
            throw errors.refused(
                    "user '" + username + "' is the server's or the administrator's own: left alone", false);
        }
    }
}
