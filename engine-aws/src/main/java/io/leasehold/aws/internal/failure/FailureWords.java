package io.leasehold.aws.internal.failure;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What failures say, free of secrets and in one line. Stateless. */
public final class FailureWords {

    private static final int LONGEST = 400;

    /** Says what was signed, which may include a token. */
    private static final Set<String> QUOTES_THE_REQUEST = Set.of(
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "InvalidSignatureException",
            "IncompleteSignatureException");

    private FailureWords() {}

    /**
     * The code of an answer.
     *
     * @param failure what the SDK threw
     * @return the code, such as {@code NoSuchEntity}; empty when there is none
     */
    public static String code(SdkException failure) {
        if (!(failure instanceof AwsServiceException answered) || answered.awsErrorDetails() == null) {
            return "";
        }
        String code = answered.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    /**
     * What a failure says.
     *
     * @param failure what the SDK threw
     * @return its code and its message
     */
    public static String of(SdkException failure) {
        return failure instanceof AwsServiceException answered
                ? ofAnswer(code(failure), answered)
                : "no answer of AWS: " + line(String.valueOf(failure.getMessage()));
    }

    /**
     * What a failure of something else than AWS says.
     *
     * @param failure the failure
     * @return its kind and its message
     */
    public static String ofOther(Throwable failure) {
        return failure.getClass().getSimpleName() + ": " + line(String.valueOf(failure.getMessage()));
    }

    private static String ofAnswer(String code, AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        String said = details == null ? null : details.errorMessage();
        String name = code.isEmpty() ? "status " + failure.statusCode() : code;
        return said == null || QUOTES_THE_REQUEST.contains(code) ? name : name + ": " + line(said);
    }

    private static String line(String text) {
        String line = text.replaceAll("[\\x00-\\x1f\\x7f]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
