package io.leasehold.database.internal.http;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLHandshakeException;

/**
 * What a failure means. The status codes are those of RFC 9110, section 15, and RFC 6585.
 *
 * @param outcome what became of the request
 * @param status the status code; 0 when there was no answer
 * @param text the words of the server or the client, which may quote values
 */
public record HttpFailure(Outcome outcome, int status, String text) {

    /** The login was refused. */
    public static final int UNAUTHORIZED = 401;

    /** The login was taken, and lacks a right. */
    public static final int FORBIDDEN = 403;

    /** What was asked for is not there. */
    public static final int NOT_FOUND = 404;

    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_CLIENT_ERROR = 400;

    /** Too slow, too many, broken, too busy: all of these pass. */
    private static final Set<Integer> UNAVAILABLE = Set.of(408, 425, 429, 500, 502, 503, 504, 507);

    /** What became of a request that failed. */
    public enum Outcome {
        /** It never left, or the login was refused: nothing was executed. */
        UNSENT,
        /** The server has answered, and is done with it. */
        ANSWERED,
        /** No answer came, so it may or may not have been executed, or be so yet. */
        LOST
    }

    /**
     * The failure of a request that was not answered.
     *
     * @param failure the client's
     * @return what it means
     */
    public static HttpFailure of(Throwable failure) {
        boolean unsent = failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof SSLHandshakeException
                || failure instanceof UnresolvedAddressException
                || failure instanceof RejectedExecutionException;
        return new HttpFailure(unsent ? Outcome.UNSENT : Outcome.LOST, 0, words(failure));
    }

    /** A request that did not leave. */
    static HttpFailure unsent(String text) {
        return new HttpFailure(Outcome.UNSENT, 0, text);
    }

    /** A request whose answer was not waited for any longer. */
    static HttpFailure lost(String text) {
        return new HttpFailure(Outcome.LOST, 0, text);
    }

    /**
     * An answer that is an error.
     *
     * @param status the status code
     * @param text what the server says
     * @return what it means
     */
    public static HttpFailure answered(int status, String text) {
        String words = text.isBlank() ? "HTTP status " + status : text.strip();
        return new HttpFailure(status == UNAUTHORIZED ? Outcome.UNSENT : Outcome.ANSWERED, status, words);
    }

    /**
     * Whether the server cannot do it now, whatever is asked.
     *
     * @return whether that is so
     */
    public boolean unavailable() {
        return status == 0 || UNAVAILABLE.contains(status);
    }

    /**
     * Whether the server may have done what it was asked for, or be doing it yet: nobody knows what became of the request, or the
     * server itself, or one on the way to it, says that it broke down over it.
     *
     * @return whether that is possible
     */
    public boolean effectPossible() {
        return outcome == Outcome.LOST || (outcome == Outcome.ANSWERED && UNAVAILABLE.contains(status));
    }

    /**
     * Whether the login was refused.
     *
     * @return whether that is so
     */
    public boolean loginRefused() {
        return status == UNAUTHORIZED;
    }

    /** The failure for people, with what to do about it where that is known; may quote values. */
    String explained() {
        if (loginRefused()) {
            return text + " (the user name or the password is wrong)";
        }
        if (status >= FIRST_REDIRECT && status < FIRST_CLIENT_ERROR) {
            return text + " (redirects are not followed: give the address that it leads to)";
        }
        return text;
    }

    /** The client says little, and sometimes nothing; the causes say more. */
    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? named(cause) : cause.getMessage();
            if (words.indexOf(message) < 0) {
                words.append(words.isEmpty() ? "" : ": ").append(message);
            }
        }
        return words.toString();
    }

    private static String named(Throwable cause) {
        if (cause instanceof UnresolvedAddressException) {
            return "the name of the host is not known";
        }
        return cause instanceof ConnectException
                ? "the connection was refused"
                : cause.getClass().getSimpleName();
    }
}
