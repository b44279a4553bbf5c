package io.leasehold.database.internal.cassandra;

import io.leasehold.database.internal.admin.TimeLimit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the driver opens. Stateless. */
final class Opening {

    private Opening() {}

    /** What was opened; a failure, or the end of the limit, is that of a step that never sent anything. */
    static <T> T await(CompletableFuture<T> opening, String step, TimeLimit limit) throws CommandException {
        try {
            return opening.get(limit.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new CommandException(step, CassandraFailure.ofOpening(cause));
        } catch (TimeoutException tooLong) {
            throw new CommandException(
                    step, CassandraFailure.ofOpening(new TimeoutException("no node has answered in time")));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException(step, CassandraFailure.ofOpening(interrupted));
        }
    }
}
