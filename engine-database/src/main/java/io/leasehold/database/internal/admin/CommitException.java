package io.leasehold.database.internal.admin;

/** The commit failed after it may have been sent. */
final class CommitException extends StepException {

    private static final long serialVersionUID = 1L;

    CommitException(StepException failure) {
        super(failure.step(), failure.failure(), failure.meaning());
    }
}
