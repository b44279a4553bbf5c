package io.leasehold.sink;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a sink is doing. Immutable; holds no secret.
 *
 * @param name the sink's name
 * @param files where its files are
 * @param writes how often files were replaced
 * @param failures failures in a row to write them; 0 when all is well
 * @param lastError why they could not be written; empty when all is well
 * @param commandPending whether a command has still to run, or to succeed, for the files as they are
 * @param commandFailures failures in a row of commands
 * @param commandError what the last one failed with; empty when all is well
 * @param closed whether the sink was closed
 */
public record FileSinkStatus(
        String name,
        List<Path> files,
        long writes,
        int failures,
        Optional<String> lastError,
        boolean commandPending,
        int commandFailures,
        Optional<String> commandError,
        boolean closed) {

    /** Copies. */
    public FileSinkStatus {
        files = List.copyOf(files);
    }

    /**
     * Whether the files hold the secret as it is now, as far as the sink knows, and every program was told.
     *
     * @return true when all is well
     */
    public boolean isHealthy() {
        return !closed && failures == 0 && !commandPending;
    }
}
