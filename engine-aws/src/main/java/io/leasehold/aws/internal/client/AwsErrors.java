package io.leasehold.aws.internal.client;

import io.leasehold.aws.internal.failure.FailureWords;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a failed request means: whether AWS refused it, did not answer, or wants it again later, and whether it may have had an
 * effect all the same ("Common Error Types", IAM and AWS STS API references). Stateless.
 */
public final class AwsErrors {

    /** Only this request has to come back. */
    private static final Set<String> AGAIN = Set.of(
            "ConcurrentModification",
            "ConcurrentModificationException",
            "EntityTemporarilyUnmodifiable",
            "EntityTemporarilyUnmodifiableException",
            // AWS could not ask the provider of identity tokens ("AssumeRoleWithWebIdentity", AWS STS API Reference).
            "IDPCommunicationError");

    private AwsErrors() {}

    /**
     * Turns the failure of a request into the library's error.
     *
     * @param action the action of the API, such as {@code CreateUser}
     * @param changes whether the action changes something
     * @param failure what the SDK threw
     * @return the error
     */
    public static TargetException of(String action, boolean changes, SdkException failure) {
        return of(action, changes, false, failure);
    }

    /**
     * Turns the failure of one request of several into the library's error.
     *
     * @param action the action of the API, such as {@code AttachUserPolicy}
     * @param failure what the SDK threw
     * @return the error of all of them together, which have had an effect
     */
    public static TargetException afterAnEffect(String action, SdkException failure) {
        return of(action, true, true, failure);
    }

    private static TargetException of(String action, boolean changes, boolean changed, SdkException failure) {
        if (failure instanceof AwsServiceException answered) {
            return ofAnswer(action, changes, changed, answered);
        }
        if (failure instanceof NoRootCredentialException none) {
            return none.error(changed);
        }
        boolean unsent = failure instanceof SdkClientException && neverConnected(failure);
        return new TargetUnavailableException(
                action + ": " + FailureWords.of(failure), changed || (changes && !unsent), null);
    }

    private static TargetException ofAnswer(
            String action, boolean changes, boolean changed, AwsServiceException failure) {
        String code = code(failure);
        String message = action + ": " + FailureWords.of(failure);
        if (failure.isThrottlingException() || AGAIN.contains(code)) {
            return new TargetUnavailableException(message, changed, true, null);
        }
        if (failure.statusCode() >= 500) {
            return new TargetUnavailableException(message, changes, null);
        }
        return new TargetRefusedException(message, changed, null);
    }

    /**
     * The code of an answer.
     *
     * @param failure what the SDK threw
     * @return the code, such as {@code NoSuchEntity}; empty when there is none
     */
    public static String code(SdkException failure) {
        return FailureWords.code(failure);
    }

    /**
     * Whether AWS says that there is no such thing.
     *
     * @param failure what the SDK threw
     * @return true for {@code NoSuchEntity}
     */
    public static boolean isAbsent(SdkException failure) {
        return code(failure).startsWith("NoSuchEntity");
    }

    /**
     * Whether AWS says that there is one of that name.
     *
     * @param failure what the SDK threw
     * @return true for {@code EntityAlreadyExists}
     */
    public static boolean isTaken(SdkException failure) {
        return code(failure).startsWith("EntityAlreadyExists");
    }

    /**
     * Whether somebody else changes the same thing at this moment, so that it has to be done again.
     *
     * @param failure what the SDK threw
     * @return true for {@code ConcurrentModification} and {@code EntityTemporarilyUnmodifiable}
     */
    public static boolean wantsItAgain(SdkException failure) {
        return AGAIN.contains(code(failure));
    }

    /**
     * Whether what is to be deleted has things that must go first.
     *
     * @param failure what the SDK threw
     * @return true for {@code DeleteConflict}
     */
    public static boolean isBlocked(SdkException failure) {
        return code(failure).startsWith("DeleteConflict");
    }

    /** Whether there was no connection on which anything could be sent. */
    private static boolean neverConnected(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return true;
            }
        }
        return false;
    }
}
