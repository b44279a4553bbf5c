package io.leasehold.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LeaseholdAutoConfigurationTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LeaseholdAutoConfiguration.class));

    @Test
    void aBrokerIsThereAndClosedWithTheContext() {
        runner.withPropertyValues("leasehold.name=billing").run(context -> {
            assertThat(context).hasSingleBean(SecretBroker.class);
            assertThat(context.getBean(SecretBroker.class).mounts().list()).isNotNull();
        });
    }

    @Test
    void aBrokerOfTheApplicationIsLeftAlone() {
        try (SecretBroker own = SecretBroker.builder().name("own").build()) {
            runner.withBean("own", SecretBroker.class, () -> own)
                    .run(context ->
                            assertThat(context.getBean(SecretBroker.class)).isSameAs(own));
        }
    }
}
