package io.leasehold.database.internal.admin;

/** A request to a server that failed, as far as that makes a difference for the library's errors. What products add is theirs. */
public interface FailedRequest {

    /**
     * What was being done.
     *
     * @return a description free of values
     */
    String step();

    /**
     * Whether it never left, because there was no connection or the login was refused.
     *
     * @return whether that is so
     */
    boolean unsent();

    /**
     * Whether the server cannot do it now, whatever is asked.
     *
     * @return whether that is so
     */
    boolean unavailable();

    /**
     * Whether the server works all the same, and only this has to wait. For requests that are {@link #unavailable()}.
     *
     * @return whether that is so
     */
    default boolean answered() {
        return false;
    }

    /**
     * What the server or the client said, with what to do about it where that is known.
     *
     * @return words that may quote secrets, and so have to be masked
     */
    String words();

    /**
     * How much of the words is shown.
     *
     * @return the greatest number of characters
     */
    default int shown() {
        return Integer.MAX_VALUE;
    }
}
