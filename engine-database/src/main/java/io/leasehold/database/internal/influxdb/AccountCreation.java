package io.leasehold.database.internal.influxdb;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpFailure;
import io.leasehold.database.internal.http.HttpLogin;
import io.leasehold.database.internal.sql.Placeholders;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.TargetException;
import io.leasehold.spi.engine.Creation;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a user: a look whether the name is taken, the check that the lease still waits, then the statements one by one. Each takes
 * effect by itself, so when one fails, what the others made is taken back. The server never makes a user of a name that is taken,
 * unless it has the very same password; and it has no lock that a remover could hold against this.
 */
final class AccountCreation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountCreation.class);

    private static final String FIELD = "creation_statements";

    /** A statement with both has made the user, if any has. */
    private static final Set<String> WHAT_MAKES_A_USER = Set.of(Placeholders.NAME, Placeholders.PASSWORD);

    private final AdminLink link;
    private final TargetErrors errors;

    AccountCreation(AdminLink link, TargetErrors errors) {
        this.link = link;
        this.errors = errors;
    }

    List<String> create(NewAccount request, Creation creation) {
        String username = request.username();
        TargetErrors failures = errors.masking(request.password().reveal());
        List<RenderedStatement> statements = InfluxScripts.creation(request.creation())
                .render(StatementValues.none().name(username).password(request.password()));
        if (link.isAdministrator(username)) {
            throw failures.refused("user '" + username + "' is the administrator's own: left alone", false);
        }
        if (!HttpLogin.fits(username)) {
            throw failures.refused(
                    "user '" + username + "' could never log in: a name with a colon is cut there (RFC 7617)", false);
        }
        InfluxSession session = InfluxSession.of(link, creation::timeLeft);
        try {
            if (session.userExists(username)) {
                throw taken(username, failures);
            }
        } catch (HttpException failure) {
            throw failures.of(failure, false);
        }
        creation.confirm();
        make(session, request, statements, failures);
        return List.of();
    }

    private static void make(
            InfluxSession session, NewAccount request, List<RenderedStatement> statements, TargetErrors failures) {
        boolean begun = false;
        boolean made = false;
        for (RenderedStatement statement : statements) {
            try {
                session.execute(FIELD, statement);
            } catch (HttpException failure) {
                if (!made && InfluxSession.says(failure, InfluxSession.USER_EXISTS)) {
                    // Somebody was faster after the look.
                    throw taken(request.username(), failures);
                }
                throw failed(session, request, failures, failure, begun, made);
            }
            begun = true;
            made |= statement.placeholders().containsAll(WHAT_MAKES_A_USER);
        }
        requireUser(session, request, failures);
    }

    private static TargetException failed(
            InfluxSession session,
            NewAccount request,
            TargetErrors failures,
            HttpException failure,
            boolean begun,
            boolean made) {
        HttpFailure meaning = failure.failure();
        if (meaning.effectPossible()) {
            return failures.of(failure, true);
        }
        if (meaning.outcome() == HttpFailure.Outcome.UNSENT) {
            return failures.of(failure, begun);
        }
        return failures.of(failure, !undone(session, request, made));
    }

    private static void requireUser(InfluxSession session, NewAccount request, TargetErrors failures) {
        try {
            if (session.userExists(request.username())) {
                return;
            }
        } catch (HttpException failure) {
            throw failures.of(failure, true);
        }
        throw failures.refused(FIELD + ": they did not create the user {{name}}", !undone(session, request, true));
    }

    private static TargetException taken(String username, TargetErrors failures) {
        return failures.refused("user '" + username + "' already exists and was left alone", false);
    }

    /** Whether nothing is left of a creation that failed. A user that it cannot have made is somebody's. */
    private static boolean undone(InfluxSession session, NewAccount request, boolean made) {
        try {
            rollBack(session, request);
            if (!made) {
                return true;
            }
            session.dropUser(request.username());
            return !session.userExists(request.username());
        } catch (HttpException again) {
            LOG.debug("A user whose creation failed could not be taken back at once; that is done in the background");
            return false;
        }
    }

    private static void rollBack(InfluxSession session, NewAccount request) {
        try {
            for (RenderedStatement statement : InfluxScripts.rollback(request.rollback())
                    .render(StatementValues.none().name(request.username()))) {
                session.execute("rollback_statements", statement);
            }
        } catch (HttpException | LeaseholdException failure) {
            LOG.debug("The rollback statements failed; the user is dropped without them");
        }
    }
}
