package io.leasehold.error;

import org.jspecify.annotations.Nullable;

/** The lease store failed, or what it holds cannot be used. */
public final class StorageException extends LeaseholdException {

    private static final long serialVersionUID = 1L;

    /** What is the matter with the store. */
    public enum Reason {
        /** The store cannot be reached or refused the operation; nothing was written. Retryable. */
        UNAVAILABLE,
        /** The store failed during a write: read it back to learn whether the write took effect. */
        OUTCOME_UNKNOWN,
        /** A stored value cannot be opened: wrong key, tampered, swapped, truncated. */
        UNREADABLE,
        /** The master key is missing or is not the one that this store was sealed with. */
        WRONG_KEY,
        /** The schema is not one that this version can use. */
        SCHEMA
    }

    private final Reason reason;

    /**
     * Creates the error.
     *
     * @param reason what is the matter
     * @param message what was attempted, on which row or entry, and what to do
     * @param cause the cause, or null
     */
    public StorageException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * What is the matter with the store.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
