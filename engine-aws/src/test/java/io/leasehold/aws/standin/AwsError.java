package io.leasehold.aws.standin;

/** An answer of AWS that is an error, with its HTTP status and code. */
public final class AwsError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public AwsError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** Too many requests for the account. */
    public static AwsError throttling() {
        return new AwsError(400, "Throttling", "Rate exceeded");
    }

    /** IAM has failed, possibly with the effect done. */
    public static AwsError serviceFailure() {
        return new AwsError(500, "ServiceFailure", "The request processing has failed because of an unknown error");
    }

    /** Nobody serves requests for a while. */
    public static AwsError unavailable() {
        return new AwsError(503, "ServiceUnavailable", "The request has failed due to a temporary failure");
    }

    /** Somebody else changes the same thing. */
    public static AwsError concurrentModification() {
        return new AwsError(409, "ConcurrentModification", "Multiple requests to change this object were submitted");
    }

    /** The thing was made or changed too recently. */
    public static AwsError temporarilyUnmodifiable() {
        return new AwsError(
                409, "EntityTemporarilyUnmodifiable", "The entity was recently changed; try again in a few minutes");
    }

    /** Session policies and tags are too large once packed. */
    public static AwsError packedPolicyTooLarge() {
        return new AwsError(400, "PackedPolicyTooLarge", "Serialized token too large for session");
    }

    public static AwsError accessDenied(String message) {
        return new AwsError(403, "AccessDenied", message);
    }

    static AwsError unknownKey() {
        return new AwsError(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
    }

    static AwsError wrongSignature(String message) {
        return new AwsError(403, "SignatureDoesNotMatch", message);
    }

    static AwsError expired() {
        return new AwsError(403, "ExpiredToken", "The security token included in the request is expired");
    }

    static AwsError noSuchEntity(String message) {
        return new AwsError(404, "NoSuchEntity", message);
    }

    static AwsError exists(String message) {
        return new AwsError(409, "EntityAlreadyExists", message);
    }

    static AwsError limitExceeded(String quota, int limit) {
        return new AwsError(409, "LimitExceeded", "Cannot exceed quota for " + quota + ": " + limit);
    }

    static AwsError deleteConflict(String what) {
        return new AwsError(409, "DeleteConflict", "Cannot delete entity, must " + what + " first.");
    }

    static AwsError validation(String message) {
        return new AwsError(400, "ValidationError", message);
    }

    static AwsError invalidInput(String message) {
        return new AwsError(400, "InvalidInput", message);
    }

    static AwsError malformedPolicy(String message) {
        return new AwsError(400, "MalformedPolicyDocument", message);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
