package io.leasehold.spi.engine;

/** What a request does with a path. */
public enum Operation {
    /** Fetches a value, or a fresh credential. */
    READ,
    /** Creates or changes something, or triggers an action. */
    WRITE,
    /** Removes something. */
    DELETE,
    /** Lists names. */
    LIST
}
