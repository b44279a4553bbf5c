package io.leasehold.store.jdbc;

/** What an error of the database says about the statement that met it. */
enum Failure {
    /** Another row has the same key. Nothing was written. */
    DUPLICATE,
    /** A deadlock, a serialisation failure or a busy file. Nothing was written, and the same may succeed at once. */
    TRANSIENT,
    /** The database refused the statement. Nothing was written. */
    REFUSED,
    /** The connection failed, or the error does not say. What was sent may have been carried out. */
    UNCERTAIN
}
