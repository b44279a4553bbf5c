package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.spi.engine.Creation;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a user under its exclusion: a look whether the name is taken, the check that the lease still waits, then one command
 * with all rules, which the server takes or refuses as a whole. The password is sent as the hash that the server keeps.
 */
final class AccountCreation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountCreation.class);

    private final RedisSessions sessions;
    private final TargetErrors errors;
    private final PersistenceMode persistence;

    AccountCreation(RedisSessions sessions, TargetErrors errors, PersistenceMode persistence) {
        this.sessions = sessions;
        this.errors = errors;
        this.persistence = persistence;
    }

    List<String> create(NewAccount request, Creation creation) {
        AclRules rules = AclRules.parse(request.creation());
        ProtectedUsers.refuse(request.username(), sessions.login().username(), errors);
        String hash = PasswordHash.of(request.password());
        TargetErrors failures = errors.masking(request.password().reveal(), hash);
        List<String> user = new ArrayList<>();
        // Nothing of what the server's own defaults give: acl-pubsub-default may be all channels, also after a reset.
        user.add("reset");
        user.add("resetchannels");
        user.addAll(rules.rules());
        user.add("#" + hash);
        user.add("on");
        try (RedisSession session = sessions.open(creation::timeLeft)) {
            make(session, request.username(), user, creation, failures);
        } catch (CommandException noSession) {
            throw failures.noConnection(noSession, false);
        }
        return List.of();
    }

    private void make(
            RedisSession session, String username, List<String> user, Creation creation, TargetErrors failures) {
        try {
            if (AccountExclusion.enterAndLook(session, username)) {
                throw failures.refused("user '" + username + "' already exists and was left alone", false);
            }
            creation.confirm();
        } catch (CommandException failure) {
            throw failures.of(failure, false);
        }
        commit(session, username, user, failures);
    }

    private void commit(RedisSession session, String username, List<String> user, TargetErrors failures) {
        try {
            if (!session.setUserAndExecute("creation_statements: ACL SETUSER", username, user)) {
                throw failures.notNow("another session is at work on the account");
            }
        } catch (CommandException failure) {
            throw failures.of(failure, failure.failure().sessionLost());
        }
        try {
            persistence.persist(session);
        } catch (CommandException failure) {
            throw failures.of(failure, !undone(session, username, failure));
        }
    }

    /** Whether nothing is left of a user that could not be persisted: it goes, and was not written if the server said so. */
    private static boolean undone(RedisSession session, String username, CommandException failure) {
        try {
            session.deleteUser(username);
            return !failure.failure().sessionLost();
        } catch (CommandException again) {
            LOG.debug("A user whose creation failed could not be taken back at once; that is done in the background");
            return false;
        }
    }
}
