package io.leasehold.spring.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.error.ClosedException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.StorageException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spring.LeaseholdStartException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;

class LeaseholdFailureAnalyzerTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    private FailureAnalysis analysis(LeaseholdStartException failure) {
        return new LeaseholdFailureAnalyzer(environment).analyze(new IllegalStateException("bean", failure));
    }

    @Test
    void springBootFindsTheAnalyzer() {
        SpringFactoriesLoader loader = SpringFactoriesLoader.forDefaultResourceLocation();
        var arguments =
                SpringFactoriesLoader.ArgumentResolver.of(org.springframework.core.env.Environment.class, environment);
        assertThat(loader.load(FailureAnalyzer.class, arguments, (type, name, failure) -> {}))
                .hasAtLeastOneElementOfType(LeaseholdFailureAnalyzer.class);
    }

    @Test
    void theFieldOfAnEngineIsToldAsAProperty() {
        LeaseholdStartException failure = LeaseholdStartException.at(
                "leasehold.mounts.database.roles.app", new InvalidRequestException("default_ttl", "must be less"));
        environment
                .getPropertySources()
                .addFirst(new OriginTrackedMapPropertySource(
                        "application.yml",
                        Map.of("leasehold.mounts.database.roles.app.default-ttl", OriginTrackedValue.of("1x", (Origin)
                                new Line()))));
        FailureAnalysis analysis = analysis(failure);
        assertThat(analysis.getDescription())
                .contains("default_ttl: must be less")
                .contains("Set in: application.yml, line 7");
        assertThat(analysis.getAction()).contains("leasehold.mounts.database.roles.app.default-ttl");
    }

    private record Line() implements Origin {

        @Override
        public String toString() {
            return "application.yml, line 7";
        }
    }

    @Test
    void aSecretThatCannotBeHadIsToldByPathAndReason() {
        assertThat(analysis(unusable(new NotFoundException("no role nobody"))).getDescription())
                .startsWith(
                        "leasehold.mongodb.path: the login of MongoDB could not be had from 'database/creds/nobody':"
                                + " no role nobody");
        assertThat(analysis(unusable(new NotFoundException("no role nobody"))).getAction())
                .startsWith("Correct leasehold.mongodb.path");
        assertThat(analysis(unusable(new InvalidRequestException("ttl", "is too long")))
                        .getAction())
                .startsWith("Correct the field");
        assertThat(analysis(unusable(new TargetUnavailableException("mongo is down", false, null)))
                        .getAction())
                .contains("is up");
        assertThat(analysis(unusable(new ClosedException("closed"))).getAction())
                .isEqualTo("Change leasehold.mongodb.path.");
    }

    private static LeaseholdStartException unusable(RuntimeException reason) {
        return LeaseholdStartException.unusable(
                "leasehold.mongodb.path", "database/creds/nobody", "the login of MongoDB", reason);
    }

    @Test
    void whatToDoDependsOnTheKindOfError() {
        assertThat(analysis(LeaseholdStartException.of(
                                "leasehold.datasource.default.admin",
                                new TargetUnavailableException("no answer", false, null)))
                        .getAction())
                .contains("leasehold.startup-timeout");
        assertThat(analysis(LeaseholdStartException.of(
                                "leasehold.datasource.default.admin",
                                new TargetRefusedException("wrong password", false, null)))
                        .getAction())
                .contains("login");
        assertThat(analysis(LeaseholdStartException.of(
                                "leasehold.store",
                                new StorageException(StorageException.Reason.WRONG_KEY, "wrong key", null)))
                        .getAction())
                .contains("leasehold.master-key");
    }
}
