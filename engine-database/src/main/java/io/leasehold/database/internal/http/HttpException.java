package io.leasehold.database.internal.http;

/**
 * A request failed. Carries the request's description (never values) beside what the server or the client said, which may quote
 * values and so never leaves the plugin.
 */
public final class HttpException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient HttpFailure failure;

    /**
     * Tells of a failed request.
     *
     * @param step what was being done, free of values
     * @param failure what it means
     */
    public HttpException(String step, HttpFailure failure) {
        super(step, null, false, false);
        this.failure = failure;
    }

    /**
     * What was being done.
     *
     * @return a description free of values
     */
    public String step() {
        return String.valueOf(getMessage());
    }

    /**
     * What the failure means.
     *
     * @return its meaning
     */
    public HttpFailure failure() {
        return failure;
    }
}
