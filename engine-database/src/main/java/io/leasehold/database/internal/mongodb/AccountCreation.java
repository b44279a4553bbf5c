package io.leasehold.database.internal.mongodb;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.error.TargetException;
import io.leasehold.spi.engine.Creation;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a user: a look whether the name is taken, the check that the lease still waits, then one command, which the server takes
 * or refuses as a whole and never takes for a name that is taken. The server has no lock that a remover could hold against it.
 */
final class AccountCreation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountCreation.class);

    private final MongoLogin login;
    private final TargetErrors errors;

    AccountCreation(MongoLogin login, TargetErrors errors) {
        this.login = login;
        this.errors = errors;
    }

    List<String> create(NewAccount request, Creation creation) {
        MongoRole role = MongoRole.parse(request.creation());
        TargetErrors failures = errors.masking(request.password().reveal());
        if (login.isAdministrator(request.username())) {
            throw failures.refused("user '" + request.username() + "' is the administrator's own: left alone", false);
        }
        MongoSession session;
        try {
            session = login.session(creation::timeLeft);
            if (session.user(role.database(), request.username()).isPresent()) {
                throw taken(request, failures);
            }
        } catch (CommandException failure) {
            throw failures.of(failure, false);
        }
        creation.confirm();
        try {
            session.createUser(role, request.username(), request.password(), request.mark());
        } catch (CommandException failure) {
            throw failed(session, role, request, failures, failure);
        }
        return List.of();
    }

    private static TargetException failed(
            MongoSession session, MongoRole role, NewAccount request, TargetErrors failures, CommandException failure) {
        if (failure.failure().code() == MongoFailure.USER_EXISTS) {
            return taken(request, failures);
        }
        return switch (failure.failure().outcome()) {
            case UNSENT -> failures.of(failure, false);
            case LOST -> failures.of(failure, true);
            case ANSWERED -> failures.of(failure, !undone(session, role.database(), request));
        };
    }

    private static TargetException taken(NewAccount request, TargetErrors failures) {
        return failures.refused("user '" + request.username() + "' already exists and was left alone", false);
    }

    /**
     * Whether nothing is left of a creation that the server has answered with an error: mostly it has made nothing, but it may
     * have made the user and then lost its primary or the other members.
     */
    private static boolean undone(MongoSession session, String database, NewAccount request) {
        try {
            if (isThere(session, database, request)) {
                session.dropUser(database, request.username());
                return !isThere(session, database, request);
            }
            return true;
        } catch (CommandException again) {
            LOG.debug("What a failed creation left could not be taken back at once; that is done in the background");
            return false;
        }
    }

    private static boolean isThere(MongoSession session, String database, NewAccount request) throws CommandException {
        Optional<MongoUser> found = session.user(database, request.username());
        return found.isPresent() && found.get().mark().equals(request.mark());
    }
}
