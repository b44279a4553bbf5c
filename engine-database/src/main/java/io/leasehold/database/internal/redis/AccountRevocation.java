package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.spi.engine.Revoked;
import java.util.List;

/**
 * Removes a user: no creator is let in any more, the user is deleted, which ends its connections, and is looked for again.
 * Never makes a user, which {@code ACL SETUSER} on a missing one would. Every step may be repeated.
 */
final class AccountRevocation {

    private final RedisSessions sessions;
    private final TargetErrors errors;
    private final PersistenceMode persistence;

    AccountRevocation(RedisSessions sessions, TargetErrors errors, PersistenceMode persistence) {
        this.sessions = sessions;
        this.errors = errors;
        this.persistence = persistence;
    }

    Revoked revoke(String username, TimeLimit limit) {
        ProtectedUsers.refuse(username, sessions.login().username(), errors);
        try (RedisSession session = sessions.open(limit)) {
            return remove(session, username);
        } catch (CommandException noSession) {
            throw errors.noConnection(noSession, false);
        }
    }

    private Revoked remove(RedisSession session, String username) {
        try {
            AccountExclusion.Removal removal = AccountExclusion.keepOutAndDelete(session, username, errors);
            if (removal.stillThere()) {
                throw errors.refused("user '" + username + "' is still there after ACL DELUSER", true);
            }
            // Also for a user that is absent: an earlier attempt may have deleted it and come no further.
            persistence.persist(session);
            return new Revoked(removal.exclusive() ? Revoked.Absence.VERIFIED : Revoked.Absence.SEEN, List.of());
        } catch (CommandException failure) {
            throw errors.of(failure, true);
        }
    }
}
