package io.leasehold.database.internal.admin;

/** What a failed login says of the name and password that it was tried with. */
public enum LoginAnswer {
    /** They were taken; something else is in the way of a session. */
    TAKEN,
    /** They were refused. */
    REFUSED,
    /** The server did not say. */
    NONE
}
