package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.Masker;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;

/** Turns failures of one target into the library's errors. Immutable. */
final class RedisErrors {

    private final String connectionName;
    private final Masker masker;

    RedisErrors(String connectionName, Masker masker) {
        this.connectionName = connectionName;
        this.masker = masker;
    }

    /** These errors with more secrets to mask. */
    RedisErrors masking(String... secrets) {
        return new RedisErrors(connectionName, masker.and(secrets));
    }

    /**
     * No connection could be had, so nothing was changed. Retryable even if the login was refused: it concerns the whole
     * target and no single account, and ends when somebody corrects the login.
     */
    TargetUnavailableException noConnection(CommandException failure) {
        return new TargetUnavailableException(prefix() + "unable to get connection: " + words(failure), false, null);
    }

    /** A command failed. */
    TargetException of(CommandException failure, boolean effectPossible) {
        String message = prefix() + "failed to execute query: " + failure.step() + ": " + words(failure);
        return failure.failure().unavailable()
                ? new TargetUnavailableException(message, effectPossible, null)
                : new TargetRefusedException(message, effectPossible, null);
    }

    /** The target, as it is, does not allow it. */
    TargetRefusedException refused(String problem, boolean effectPossible) {
        return new TargetRefusedException(prefix() + problem, effectPossible, null);
    }

    /** The target works, and somebody else is at work on the same account. */
    TargetUnavailableException contended(String problem) {
        return new TargetUnavailableException(prefix() + problem, false, true, null);
    }

    /** The failure of a login made to verify settings. */
    TargetException verification(CommandException failure) {
        String message = "error verifying connection: " + prefix() + failure.step() + ": " + words(failure);
        return failure.failure().unavailable()
                ? new TargetUnavailableException(message, false, null)
                : new TargetRefusedException(message, false, null);
    }

    /** What the server said, without secrets. */
    String words(CommandException failure) {
        return masker.mask(failure.failure().explained()).strip();
    }

    private String prefix() {
        return "connection \"" + connectionName + "\": ";
    }
}
