package io.leasehold.spring.actuate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.alert.AlertRules;
import io.leasehold.spring.LeaseholdAutoConfiguration;
import io.leasehold.spring.LeaseholdBrokerCustomizer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class LeaseholdAlertAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LeaseholdAlertAutoConfiguration.class));

    @Test
    void theGuidesThresholdsHoldByThemselves() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(LeaseholdBrokerCustomizer.class);
            assertThat(context.getBean(AlertRules.class)).isEqualTo(AlertRules.DEFAULT);
        });
    }

    @Test
    void propertiesSayOthers() {
        runner.withPropertyValues(
                        "leasehold.alerts.interval=30s",
                        "leasehold.alerts.database-leases-percent=70",
                        "leasehold.alerts.aws-users-percent=60",
                        "leasehold.alerts.creation-spike-factor=2.5",
                        "leasehold.alerts.creation-spike-minimum=10",
                        "leasehold.alerts.renewal-failure-percent=1.5",
                        "leasehold.alerts.renewal-failure-minimum=1",
                        "leasehold.alerts.pki-issued-per-hour=200")
                .run(context -> assertThat(context.getBean(AlertRules.class))
                        .isEqualTo(new AlertRules(Duration.ofSeconds(30), 70, 60, 2.5, 10, 1.5, 1, 200)));
    }

    @ParameterizedTest
    @CsvSource({
        "interval, 1s, interval",
        "database-leases-percent, 0, database-leases-percent",
        "aws-users-percent, 101, aws-users-percent",
        "creation-spike-factor, 1, creation-spike-factor",
        "renewal-failure-percent, -1, renewal-failure-percent"
    })
    void aThresholdOutOfRangeFailsTheStartByItsProperty(String property, String value, String named) {
        runner.withPropertyValues("leasehold.alerts." + property + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("leasehold.alerts." + named)
                        .hasStackTraceContaining("must be"));
    }

    @Test
    void itStandsAside() {
        runner.withPropertyValues("leasehold.alerts.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(LeaseholdBrokerCustomizer.class));
        runner.withBean(AlertRules.class, () -> AlertRules.DEFAULT.withAwsUsersPercent(1))
                .run(context -> assertThat(context.getBean(AlertRules.class).awsUsersPercent())
                        .isEqualTo(1));
        try (SecretBroker own = SecretBroker.builder().name("own").build()) {
            runner.withBean(SecretBroker.class, () -> own)
                    .run(context -> assertThat(context).doesNotHaveBean(LeaseholdBrokerCustomizer.class));
        }
    }

    @Test
    void theApplicationsCustomizersHaveTheLastWord() {
        runner.withUserConfiguration(Own.class).run(context -> {
            List<LeaseholdBrokerCustomizer> inOrder = context.getBeanProvider(LeaseholdBrokerCustomizer.class)
                    .orderedStream()
                    .toList();
            assertThat(inOrder).hasSize(2);
            assertThat(inOrder.get(1)).isSameAs(context.getBean("ownCustomizer"));
        });
    }

    @Test
    void theBrokerIsMadeWithTheCustomizers() {
        AtomicInteger asked = new AtomicInteger();
        runner.withConfiguration(AutoConfigurations.of(LeaseholdAutoConfiguration.class))
                .withPropertyValues("leasehold.store.type=memory")
                .withBean("counting", LeaseholdBrokerCustomizer.class, () -> builder -> asked.incrementAndGet())
                .run(context -> {
                    assertThat(context).hasSingleBean(SecretBroker.class).hasSingleBean(AlertRules.class);
                    assertThat(asked).hasValue(1);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        @Order(0)
        LeaseholdBrokerCustomizer ownCustomizer() {
            return builder -> builder.alerts(AlertRules.DEFAULT);
        }
    }
}
