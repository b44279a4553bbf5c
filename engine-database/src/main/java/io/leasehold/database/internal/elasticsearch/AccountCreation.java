package io.leasehold.database.internal.elasticsearch;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpFailure;
import io.leasehold.database.internal.http.HttpLogin;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.error.TargetException;
import io.leasehold.spi.engine.Creation;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a user: a look whether its name is taken by a user or, where it gets a role of its own, by a role; the check that the lease
 * still waits; the role, then the user. The request that makes a user changes one that there is, and cannot be told not to; that it
 * did is seen from its answer.
 */
final class AccountCreation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountCreation.class);

    private final AdminLink link;
    private final String api;
    private final TargetErrors errors;

    AccountCreation(AdminLink link, String api, TargetErrors errors) {
        this.link = link;
        this.api = api;
        this.errors = errors;
    }

    List<String> create(NewAccount request, Creation creation) {
        String username = request.username();
        UserRoles roles = UserRoles.parse(request.creation());
        TargetErrors failures = errors.masking(request.password().reveal());
        if (link.isAdministrator(username)) {
            throw failures.refused("user '" + username + "' is the administrator's own: left alone", false);
        }
        if (!HttpLogin.fits(username)) {
            throw failures.refused(
                    "user '" + username + "' could never log in: a name with a colon is cut there (RFC 7617)", false);
        }
        SecuritySession session = new SecuritySession(link, api, link.administrator(), creation::timeLeft);
        try {
            if (session.user(username).isPresent()
                    || (roles instanceof UserRoles.Own && session.role(username).isPresent())) {
                throw failures.refused("user or role '" + username + "' already exists and was left alone", false);
            }
        } catch (HttpException failure) {
            throw failures.of(failure, false);
        }
        creation.confirm();
        putUser(session, request, putRole(session, request, roles, failures), roles, failures);
        return List.of();
    }

    /** Makes the role that the user gets, if it gets one of its own. */
    private static List<String> putRole(
            SecuritySession session, NewAccount request, UserRoles roles, TargetErrors failures) {
        if (roles instanceof UserRoles.Existing existing) {
            return existing.names();
        }
        ObjectNode definition = ((UserRoles.Own) roles).definition();
        Marked.write(definition, request.mark());
        try {
            session.putRole(request.username(), definition);
        } catch (HttpException failure) {
            throw failures.of(failure, failure.failure().effectPossible());
        }
        return List.of(request.username());
    }

    private static void putUser(
            SecuritySession session, NewAccount request, List<String> names, UserRoles roles, TargetErrors failures) {
        boolean created;
        try {
            created = session.putUser(request.username(), request.password().reveal(), names, request.mark());
        } catch (HttpException failure) {
            throw failed(session, request, roles, failures, failure);
        }
        if (!created) {
            // Somebody made it after the look. It is not this lease's to remove.
            if (roles instanceof UserRoles.Own) {
                undone(session, request, roles);
            }
            throw failures.refused(
                    "user '" + request.username()
                            + "' was made by somebody else at the same moment; its password and roles"
                            + " were replaced by ones that nobody knows",
                    false);
        }
    }

    private static TargetException failed(
            SecuritySession session,
            NewAccount request,
            UserRoles roles,
            TargetErrors failures,
            HttpException failure) {
        HttpFailure meaning = failure.failure();
        if (meaning.effectPossible()) {
            return failures.of(failure, true);
        }
        return failures.of(failure, !undone(session, request, roles));
    }

    /** Whether nothing is left of a creation whose user was not made. */
    private static boolean undone(SecuritySession session, NewAccount request, UserRoles roles) {
        if (roles instanceof UserRoles.Existing) {
            return true;
        }
        try {
            session.deleteRole(request.username());
            return true;
        } catch (HttpException again) {
            LOG.debug(
                    "The role of a user that was not made could not be taken back at once; that is done in the background");
            return false;
        }
    }
}
