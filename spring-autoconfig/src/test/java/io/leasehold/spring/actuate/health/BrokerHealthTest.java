package io.leasehold.spring.actuate.health;

import static io.leasehold.spring.actuate.KeptEngine.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spring.actuate.KeptEngine;
import io.leasehold.spring.actuate.WebApplication;
import java.net.http.HttpResponse;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BrokerHealthTest {

    private final KeptEngine engine = new KeptEngine();
    private final SecretBroker broker = engine.broker();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LeaseholdHealthAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class))
            .withPropertyValues("management.endpoint.health.show-details=always")
            .withBean(SecretBroker.class, () -> broker, definition -> definition.setDestroyMethodName(""));

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void targetsAndSecretsAreThereAsSoonAsTheyAreUsed() {
        try (WebApplication application =
                WebApplication.start(broker, "management.endpoint.health.show-details=always")) {
            assertThat(application
                            .get("/health/leasehold/secrets/team.kept.creds.app")
                            .statusCode())
                    .isEqualTo(404);
            try (RotatingSecret secret = broker.rotating(PATH)) {
                HttpResponse<String> health = application.get("/health");
                assertThat(health.statusCode()).isEqualTo(200);
                assertThat(health.body())
                        .contains(
                                "\"team.kept.creds.app\":{\"details\":",
                                "\"path\":\"" + PATH + "\"",
                                "\"kept..target\":")
                        .contains("\"generation\":1")
                        .doesNotContain(KeptEngine.PASSWORD);
                assertThat(application
                                .get("/health/leasehold/secrets/team.kept.creds.app")
                                .body())
                        .contains("\"status\":\"UP\"");
                assertThat(secret.current()).isNotNull();
            }
            assertThat(application
                            .get("/health/leasehold/secrets/team.kept.creds.app")
                            .statusCode())
                    .as("gone with the secret")
                    .isEqualTo(404);
        }
    }

    @Test
    void livenessStaysUpWhileAllIsDownEvenWhenItIncludesEverything() {
        try (WebApplication application = WebApplication.start(
                broker,
                "management.endpoint.health.show-details=always",
                "management.endpoint.health.probes.enabled=true",
                "management.endpoint.health.group.liveness.include=*",
                "management.endpoint.health.group.readiness.include=readinessState,leasehold")) {
            broker.read(PATH);
            engine.down.set(true);
            for (int i = 0; i < 20; i++) {
                fails();
            }
            assertThat(application.get("/health/leasehold").body()).contains("\"status\":\"DOWN\"", "breaker is open");
            assertThat(application.get("/health").statusCode()).isEqualTo(503);
            assertThat(application.get("/health/readiness").statusCode()).isEqualTo(503);
            HttpResponse<String> liveness = application.get("/health/liveness");
            assertThat(liveness.statusCode()).isEqualTo(200);
            assertThat(liveness.body()).contains("\"status\":\"UP\"").doesNotContain("leasehold");
            assertThat(application.get("/health/liveness/leasehold").statusCode())
                    .isEqualTo(404);
        }
        engine.down.set(false);
    }

    private void fails() {
        try {
            broker.read(PATH);
            throw new AssertionError("the target is down");
        } catch (LeaseholdException e) {
            assertThat(e).isNotNull();
        }
    }

    @Test
    void pausedExpiryIsToldAtOnceAndCountsMoreThanUpAndLessThanDown() {
        runner.run(context -> {
            HealthEndpoint health = context.getBean(HealthEndpoint.class);
            Awaitility.await().until(() -> health.health().getStatus().equals(Status.UP));
            broker.leases().pauseExpiry();
            Awaitility.await().until(() -> health.health().getStatus().equals(new Status("DEGRADED")));
            broker.leases().resumeExpiry();
            Awaitility.await().until(() -> health.health().getStatus().equals(Status.UP));
        });
    }

    @Test
    void whatIsDegradedCanBeUpForThoseWhoKnowNoOther() {
        runner.withPropertyValues("leasehold.health.degraded-status=UP").run(context -> {
            broker.leases().pauseExpiry();
            context.getBean(BrokerHealth.class).refresh();
            HealthIndicator expiry = (HealthIndicator) java.util.Objects.requireNonNull(
                    context.getBean(BrokerHealth.class).getContributor("expiry"));
            assertThat(expiry.health().getStatus()).isEqualTo(Status.UP);
            assertThat(expiry.health().getDetails().get("reason").toString()).startsWith("expiry is paused");
        });
    }

    @Test
    void aConfiguredOrderKeepsItsPlaces() {
        runner.withPropertyValues("management.endpoint.health.status.order=fatal,down,out-of-service,unknown,up")
                .run(context -> {
                    StatusAggregator aggregator = context.getBean(StatusAggregator.class);
                    assertThat(aggregator.getAggregateStatus(new Status("DEGRADED"), Status.UP))
                            .isEqualTo(new Status("DEGRADED"));
                    assertThat(aggregator.getAggregateStatus(new Status("DEGRADED"), Status.UNKNOWN))
                            .isEqualTo(Status.UNKNOWN);
                    assertThat(aggregator.getAggregateStatus(new Status("FATAL"), Status.DOWN))
                            .isEqualTo(new Status("FATAL"));
                });
        assertThat(LeaseholdHealthAutoConfiguration.Endpoint.withDegraded(
                        List.of("down", "degraded", "up"), "DEGRADED"))
                .containsExactly("down", "degraded", "up");
    }

    @Test
    void itStandsAsideForTheApplication() {
        HealthIndicator own =
                () -> org.springframework.boot.health.contributor.Health.up().build();
        runner.withBean("leaseholdHealthIndicator", HealthIndicator.class, () -> own)
                .run(context -> assertThat(context).doesNotHaveBean(BrokerHealth.class));
        runner.withBean(StatusAggregator.class, StatusAggregator::getDefault)
                .run(context -> assertThat(context).hasSingleBean(StatusAggregator.class));
        runner.withPropertyValues("management.health.leasehold.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(BrokerHealth.class));
        runner.withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(BrokerHealth.class));
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(LeaseholdHealthAutoConfiguration.class))
                .withBean(SecretBroker.class, () -> broker, definition -> definition.setDestroyMethodName(""))
                .withClassLoader(new FilteredClassLoader(HealthContributor.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BrokerHealth.class));
    }

    @Test
    void withoutActuatorThereIsNoMoreThanTheContributor() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(LeaseholdHealthAutoConfiguration.class))
                .withBean(SecretBroker.class, () -> broker, definition -> definition.setDestroyMethodName(""))
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(BrokerHealth.class));
    }

    @Test
    void settingsOutOfRangeFailTheStart() {
        runner.withPropertyValues("leasehold.health.interval=10ms")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("leasehold.health.interval must be from 1s to 1h, was PT0.01S"));
        runner.withPropertyValues("leasehold.health.degraded-status=so la la")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("leasehold.health.degraded-status must be a status"));
    }
}
