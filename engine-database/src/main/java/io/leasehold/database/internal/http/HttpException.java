package io.leasehold.database.internal.http;

import io.leasehold.database.internal.admin.FailedRequest;

/**
 * A request failed. Carries the request's description (never values) beside what the server or the client said, which may quote
 * values and so never leaves the plugin.
 */
public final class HttpException extends Exception implements FailedRequest {

    private static final long serialVersionUID = 1L;

    /** More of a page of HTML says nothing more. */
    private static final int SHOWN = 500;

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

    @Override
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

    @Override
    public boolean unsent() {
        return failure.outcome() == HttpFailure.Outcome.UNSENT;
    }

    @Override
    public boolean unavailable() {
        return failure.unavailable();
    }

    @Override
    public String words() {
        return failure.explained();
    }

    @Override
    public int shown() {
        return SHOWN;
    }
}
