package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.CoordinatorException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.QueryExecutionException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a failure means. The kinds are those of the native protocol ("native_protocol_v5.spec", section 9).
 *
 * @param outcome what became of the statement
 * @param kind what the server says of it
 * @param text the words of the server or the driver, which may quote values
 */
record CassandraFailure(Outcome outcome, Kind kind, String text) {

    /** What became of a statement that failed. */
    enum Outcome {
        /** It never left: no node could be reached, or the login was refused. */
        UNSENT,
        /** The server refused it, and none of it was done. */
        REFUSED,
        /** It may or may not have been done, in part too, or be done yet: no answer, or one that says as much. */
        OPEN
    }

    /** What a failure is, as far as that makes a difference. */
    enum Kind {
        /** The name or the password is wrong. */
        LOGIN_REFUSED,
        /** The name and the password are right, and the role may not log in. */
        LOGIN_NOT_PERMITTED,
        /** A right is missing. */
        UNAUTHORIZED,
        /** The role is there already. */
        EXISTS,
        /** The role is not there. */
        ABSENT,
        /** The server takes no password of this role so soon after another one. */
        TOO_SOON,
        /** Any other objection to what was asked. */
        INVALID,
        /** The server cannot do it now, whatever is asked. */
        UNAVAILABLE
    }

    private static final String NOT_PERMITTED = "is not permitted to log in";
    private static final String NOT_TRIED = "Unable to perform authentication";

    /** A session did not come about. */
    static CassandraFailure ofOpening(Throwable failure) {
        String text = words(failure);
        if (refusals(failure).findAny().isEmpty() || text.contains(NOT_TRIED)) {
            return new CassandraFailure(Outcome.UNSENT, Kind.UNAVAILABLE, text);
        }
        Kind kind = text.contains(NOT_PERMITTED) ? Kind.LOGIN_NOT_PERMITTED : Kind.LOGIN_REFUSED;
        return new CassandraFailure(Outcome.UNSENT, kind, text);
    }

    /** A statement failed, on a session that was there. */
    static CassandraFailure of(RuntimeException failure) {
        String text = words(failure);
        if (failure instanceof QueryValidationException) {
            return new CassandraFailure(Outcome.REFUSED, objection(failure, text), text);
        }
        if (failure instanceof OverloadedException || failure instanceof BootstrappingException) {
            boolean tooSoon = text.contains("can only be changed every");
            return new CassandraFailure(Outcome.REFUSED, tooSoon ? Kind.TOO_SOON : Kind.UNAVAILABLE, text);
        }
        boolean unsent = failure instanceof IllegalStateException
                || failure instanceof BusyConnectionException
                || (failure instanceof AllNodesFailedException all && neverTried(all));
        boolean serverError = failure instanceof CoordinatorException && !(failure instanceof QueryExecutionException);
        return new CassandraFailure(
                unsent ? Outcome.UNSENT : Outcome.OPEN, serverError ? Kind.INVALID : Kind.UNAVAILABLE, text);
    }

    /** Whether the server cannot do it now, whatever is asked. */
    boolean unavailable() {
        return kind == Kind.UNAVAILABLE || kind == Kind.TOO_SOON;
    }

    /** Whether the server works, and objects to this statement alone. */
    boolean objection() {
        return outcome != Outcome.UNSENT && kind != Kind.UNAVAILABLE;
    }

    /** Whether the server works, and only this has to wait. */
    boolean answered() {
        return kind == Kind.TOO_SOON;
    }

    /** The failure for people, with what to do about it where that is known; may quote values. */
    String explained() {
        return kind == Kind.UNAUTHORIZED ? text + " (the administrator lacks a right)" : text;
    }

    private static Kind objection(RuntimeException failure, String text) {
        if (failure instanceof UnauthorizedException) {
            return Kind.UNAUTHORIZED;
        }
        if (text.endsWith(" already exists")) {
            return Kind.EXISTS;
        }
        return text.endsWith(" doesn't exist") && text.toLowerCase(Locale.ROOT).contains("role ")
                ? Kind.ABSENT
                : Kind.INVALID;
    }

    private static boolean neverTried(AllNodesFailedException failure) {
        return failure.getAllErrors().values().stream()
                .flatMap(List::stream)
                .allMatch(
                        error -> error instanceof NodeUnavailableException || error instanceof BusyConnectionException);
    }

    private static Stream<Throwable> refusals(Throwable failure) {
        return failures(failure).filter(AuthenticationException.class::isInstance);
    }

    private static Stream<Throwable> failures(Throwable failure) {
        return failure instanceof AllNodesFailedException all
                ? all.getAllErrors().values().stream().flatMap(List::stream)
                : Stream.of(failure);
    }

    /** The driver says little of several nodes; what it was told by each says more. */
    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        failures(failure).forEach(each -> {
            for (Throwable cause = each; cause != null; cause = cause.getCause()) {
                append(words, cause);
            }
        });
        if (words.isEmpty()) {
            append(words, failure);
        }
        return words.toString();
    }

    private static void append(StringBuilder words, Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (words.indexOf(message) < 0) {
            words.append(words.isEmpty() ? "" : ": ").append(message);
        }
    }
}
