package io.leasehold.spring.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.error.ClosedException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetUnavailableException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class UnusableSecretFailureAnalyzerTest {

    private static final String PROPERTY = "leasehold.mongodb.path";

    @Test
    void theActionFitsTheReason() {
        assertThat(action(new NotFoundException("no role nobody"))).startsWith("Correct " + PROPERTY);
        assertThat(action(new InvalidRequestException("ttl", "is too long"))).startsWith("Correct the field");
        assertThat(action(new TargetUnavailableException("mongo is down", false, null)))
                .contains("is up");
        assertThat(action(new ClosedException("closed"))).startsWith("Look at " + PROPERTY);
    }

    @Test
    void theDescriptionNamesPathAndReason() {
        assertThat(analysis(new NotFoundException("no role nobody")).getDescription())
                .isEqualTo(PROPERTY + ": the login of MongoDB could not be had from 'database/creds/nobody':"
                        + " no role nobody");
    }

    @Test
    void springFindsIt() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(
                                FailureAnalyzer.class,
                                SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {})))
                .hasAtLeastOneElementOfType(UnusableSecretFailureAnalyzer.class);
    }

    private static String action(RuntimeException reason) {
        return analysis(reason).getAction();
    }

    private static FailureAnalysis analysis(RuntimeException reason) {
        RuntimeException failure = new IllegalStateException(
                "bean", new UnusableSecretException(PROPERTY, "database/creds/nobody", "the login of MongoDB", reason));
        return new UnusableSecretFailureAnalyzer().analyze(failure);
    }
}
