package io.leasehold.database.internal.cassandra;

import io.leasehold.database.internal.admin.Masker;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;

/** Turns failures of one target into the library's errors. Immutable. */
final class CassandraErrors {

    private final String connectionName;
    private final Masker masker;

    CassandraErrors(String connectionName, Masker masker) {
        this.connectionName = connectionName;
        this.masker = masker;
    }

    /** These errors with one more secret to mask. */
    CassandraErrors masking(String secret) {
        return new CassandraErrors(connectionName, masker.and(secret));
    }

    /**
     * A statement failed. What never left had no effect, and is retryable even if it was the login that was refused: that
     * concerns the whole target and no single account, and ends when somebody corrects the login.
     */
    TargetException of(CommandException failure, boolean effectPossible) {
        if (failure.failure().outcome() == CassandraFailure.Outcome.UNSENT) {
            return new TargetUnavailableException(
                    prefix() + "unable to get connection: " + words(failure), effectPossible, null);
        }
        String message = prefix() + "failed to execute query: " + failure.step() + ": " + words(failure);
        return failure.failure().unavailable()
                ? new TargetUnavailableException(
                        message, effectPossible, failure.failure().answered(), null)
                : new TargetRefusedException(message, effectPossible, null);
    }

    /** The target, as it is, does not allow it. */
    TargetRefusedException refused(String problem, boolean effectPossible) {
        return new TargetRefusedException(prefix() + problem, effectPossible, null);
    }

    /** The target works, and does not say what was asked for. */
    TargetUnavailableException undecided(String problem) {
        return new TargetUnavailableException(prefix() + problem, false, true, null);
    }

    /** The failure of a login made to verify settings. */
    TargetException verification(CommandException failure) {
        String message = "error verifying connection: " + prefix() + failure.step() + ": " + words(failure);
        return failure.failure().unavailable()
                ? new TargetUnavailableException(message, false, null)
                : new TargetRefusedException(message, false, null);
    }

    /** What the server or the driver said, without secrets. */
    String words(CommandException failure) {
        return masker.mask(failure.failure().explained()).strip();
    }

    private String prefix() {
        return "connection \"" + connectionName + "\": ";
    }
}
