package io.leasehold.error;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything that Leasehold throws. The leaves are named by what a caller can do about them, so callers branch
 * on types and never on texts.
 *
 * <p>Messages name the path, field, lease or target concerned, what was wrong and what would be right. They never hold a
 * password, key or other secret. Exceptions are immutable and safe to share between threads.
 */
public abstract sealed class LeaseholdException extends RuntimeException
        permits NotFoundException,
                InvalidRequestException,
                PermissionDeniedException,
                LeaseExpiredException,
                LimitExceededException,
                ConflictException,
                TargetException,
                RevocationIncompleteException,
                StorageException,
                ClosedException {

    private static final long serialVersionUID = 1L;

    LeaseholdException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
