package io.leasehold.spring.engine;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which property to look at when a secret cannot be had at the start. */
public final class UnusableSecretFailureAnalyzer extends AbstractFailureAnalyzer<UnusableSecretException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableSecretException cause) {
        return new FailureAnalysis(cause.getMessage(), action(cause), cause);
    }

    private static String action(UnusableSecretException failure) {
        Throwable reason = failure.getCause();
        if (reason instanceof NotFoundException) {
            return "Correct " + failure.property() + ", or set up the mount and the role that it names.";
        }
        if (reason instanceof InvalidRequestException) {
            return "Correct the field that is named, in the properties beside " + failure.property()
                    + " or in the role that it names.";
        }
        if (reason instanceof TargetException) {
            return "Look whether the target of " + failure.property() + " ('" + failure.path()
                    + "') is up and lets the broker in, and start again.";
        }
        return "Look at " + failure.property() + " and at what it names.";
    }
}
