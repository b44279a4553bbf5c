package io.leasehold.database.internal.mongodb;

import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoSocketOpenException;
import java.util.Map;
import java.util.Set;

/**
 * What a failure means. The codes of the server are those of "Error Codes", MongoDB manual.
 *
 * @param outcome what became of the command
 * @param code the server's code; 0 when the failure is the driver's own
 * @param text the words of the server or the driver, which may quote values
 */
record MongoFailure(Outcome outcome, int code, String text) {

    static final int UNAUTHORIZED = 13;
    static final int USER_NOT_FOUND = 11;
    static final int USER_EXISTS = 51003;
    static final int AUTHENTICATION_FAILED = 18;
    static final int COMMAND_NOT_FOUND = 59;
    static final int WRITE_CONCERN_FAILED = 64;
    private static final int ROLE_NOT_FOUND = 31;

    /** No primary, stepping down, starting, stopping, interrupted, out of time, in conflict: all of these pass. */
    private static final Set<Integer> UNAVAILABLE = Set.of(
            6,
            7,
            24,
            46,
            50,
            WRITE_CONCERN_FAILED,
            89,
            91,
            112,
            133,
            134,
            189,
            202,
            262,
            9001,
            10058,
            10107,
            11600,
            11601,
            11602,
            13435,
            13436);

    private static final String NO_PRIMARY =
            "the server takes no writes: name all members of the replica set, and the set with replicaSet=NAME";

    private static final Map<Integer, String> EXPLANATIONS = Map.of(
            UNAUTHORIZED,
            "the administrator lacks a right",
            ROLE_NOT_FOUND,
            "creation_statements names a role that the server does not have",
            AUTHENTICATION_FAILED,
            "the user name, the password or the authentication database is wrong",
            10107,
            NO_PRIMARY,
            13435,
            NO_PRIMARY);

    /** What became of a command that failed. */
    enum Outcome {
        /** It never left: no server was found, or the login was refused. */
        UNSENT,
        /** The server has refused or broken it off, and is done with it. */
        ANSWERED,
        /** No answer came, so it may or may not have been executed, or be so yet. */
        LOST
    }

    static MongoFailure of(MongoException failure) {
        if (failure instanceof MongoSecurityException) {
            return failure.getCause() instanceof MongoCommandException refusal
                    ? new MongoFailure(Outcome.UNSENT, refusal.getErrorCode(), refusal.getErrorMessage())
                    : unsent(failure);
        }
        if (failure instanceof MongoCommandException refusal) {
            return new MongoFailure(Outcome.ANSWERED, refusal.getErrorCode(), refusal.getErrorMessage());
        }
        if (failure instanceof MongoServerException || failure instanceof MongoExecutionTimeoutException) {
            return new MongoFailure(Outcome.ANSWERED, failure.getCode(), words(failure));
        }
        if (failure instanceof MongoOperationTimeoutException) {
            return new MongoFailure(Outcome.LOST, 0, words(failure));
        }
        boolean unsent = failure instanceof MongoSocketOpenException || failure instanceof MongoClientException;
        return unsent ? unsent(failure) : new MongoFailure(Outcome.LOST, 0, words(failure));
    }

    /** The driver itself would not begin. */
    static MongoFailure unsent(RuntimeException failure) {
        return new MongoFailure(Outcome.UNSENT, 0, words(failure));
    }

    /** Whether the server cannot do it now, whatever is asked. */
    boolean unavailable() {
        return outcome == Outcome.LOST || (outcome == Outcome.UNSENT && code == 0) || UNAVAILABLE.contains(code);
    }

    /** Whether the administrator could not log in. */
    boolean loginRefused() {
        return outcome == Outcome.UNSENT && code != 0;
    }

    /** The failure for people, with what to do about it where that is known; may quote values. */
    String explained() {
        String explanation = EXPLANATIONS.get(code);
        return explanation == null ? text : text + " (" + explanation + ")";
    }

    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && words.indexOf(message) < 0) {
                words.append(": ").append(message);
            }
        }
        return words.toString();
    }
}
