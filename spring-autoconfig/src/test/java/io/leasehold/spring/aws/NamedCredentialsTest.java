package io.leasehold.spring.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.aws.RotatingAwsCredentials;
import io.leasehold.aws.keys.KeyWorld;
import io.leasehold.spring.LeaseholdStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.InputStreamSource;
import org.springframework.javapoet.ClassName;
import org.springframework.mock.env.MockEnvironment;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

class NamedCredentialsTest {

    private final KeyWorld world = new KeyWorld();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LeaseholdAwsAutoConfiguration.class))
            .withBean(SecretBroker.class, world::broker, definition -> definition.setDestroyMethodName(""));

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void thePropertiesOfThePageMakeAPrimaryProviderAndOneByName() {
        runner.withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("spring.config.location=classpath:/docs/spring-aws.yaml")
                .run(context -> {
                    AwsCredentialsProvider primary = context.getBean(AwsCredentialsProvider.class);
                    AwsCredentialsProvider reports =
                            context.getBean("reportsAwsCredentialsProvider", AwsCredentialsProvider.class);

                    assertThat(primary.resolveCredentials().accessKeyId()).startsWith("AKIA");
                    assertThat(reports.resolveCredentials().accessKeyId())
                            .isNotEqualTo(primary.resolveCredentials().accessKeyId());
                    assertThat(world.issuer().live()).hasSize(2);
                });
        world.settle();
        assertThat(world.issuer().live()).as("taken back with the context").isEmpty();
    }

    @Test
    void aRotationReachesTheProvider() {
        runner.withPropertyValues("leasehold.aws.path=" + KeyWorld.USER, "leasehold.aws.refresh-interval=1ms")
                .run(context -> {
                    AwsCredentialsProvider provider = context.getBean(AwsCredentialsProvider.class);
                    String before = provider.resolveCredentials().accessKeyId();

                    assertThat(context.getBean(RotatingAwsCredentials.class).refresh())
                            .isTrue();
                    world.settle();

                    assertThat(provider.resolveCredentials().accessKeyId()).isNotEqualTo(before);
                });
    }

    @Test
    void oneOfThoseByNameMayBeThePrimaryOne() {
        runner.withPropertyValues(
                        "leasehold.aws.primary=deploy",
                        "leasehold.aws.credentials.deploy.path=" + KeyWorld.SESSION,
                        "leasehold.aws.credentials.reports.path=" + KeyWorld.USER)
                .run(context -> {
                    assertThat(context.getBean(AwsCredentialsProvider.class))
                            .isSameAs(context.getBean("deployAwsCredentialsProvider"));
                    assertThat(context.getBean(RotatingAwsCredentials.class)
                                    .status()
                                    .path())
                            .isEqualTo(KeyWorld.SESSION);
                });
    }

    @Test
    void aProviderOfTheApplicationIsLeftAlone() {
        runner.withPropertyValues(
                        "leasehold.aws.path=" + KeyWorld.USER,
                        "leasehold.aws.credentials.reports.path=" + KeyWorld.SESSION)
                .withBean("own", AwsCredentialsProvider.class, AnonymousCredentialsProvider::create)
                .run(context -> {
                    assertThat(context).doesNotHaveBean("leaseholdAwsCredentials");
                    assertThat(context.getBeanProvider(AwsCredentialsProvider.class)
                                    .getObject())
                            .isSameAs(context.getBean("own"));
                    assertThat(context.getBean("reportsAwsCredentialsProvider")).isNotNull();
                });
    }

    @Test
    void withoutPropertiesNothingIsIssued() {
        runner.run(context -> {
            assertThat(context).doesNotHaveBean(AwsCredentialsProvider.class);
            assertThat(world.issuer().made()).isZero();
        });
    }

    @Test
    void wrongPropertiesAreNamed() {
        for (String each : List.of(
                "leasehold.aws.drain=-1s",
                "leasehold.aws.expiry-skew=-1s",
                "leasehold.aws.refresh-interval=0s",
                "leasehold.aws.primary=nobody",
                "leasehold.aws.credentials.reports.drain=-1s",
                "leasehold.aws.credentials.reports.path= ")) {
            runner.withPropertyValues(
                            "leasehold.aws.path=" + KeyWorld.USER,
                            "leasehold.aws.credentials.reports.path=" + KeyWorld.USER,
                            each)
                    .run(context -> assertThat(context.getStartupFailure())
                            .hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName())
                            .hasStackTraceContaining("Property " + each.substring(0, each.indexOf('=')) + " "));
        }
        runner.withPropertyValues(
                        "leasehold.aws.path=" + KeyWorld.USER,
                        "leasehold.aws.primary=reports",
                        "leasehold.aws.credentials.reports.path=" + KeyWorld.USER)
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("together with"));
        runner.withPropertyValues("leasehold.aws.path=aws/creds-of/nobody")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(LeaseholdStartException.class.getName())
                        .hasStackTraceContaining("leasehold.aws.path"));
    }

    @Test
    void nothingIsThereWhenLeaseholdIsDisabled() {
        runner.withPropertyValues("leasehold.enabled=false", "leasehold.aws.path=" + KeyWorld.USER)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RotatingAwsCredentials.class));
    }

    @Test
    void beansByNameCanBeWrittenAheadOfTime() {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("leasehold.aws.primary", "deploy")
                .withProperty("leasehold.aws.credentials.deploy.path", KeyWorld.SESSION);
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.setEnvironment(environment);
            new AnnotatedBeanDefinitionReader(context, environment)
                    .register(Broker.class, LeaseholdAwsAutoConfiguration.class);
            InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
            DefaultGenerationContext generation = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get("io.leasehold.spring.aws", "Generated")), files);

            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();

            assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).values())
                    .anySatisfy(source -> assertThat(read(source)).contains("deployAwsCredentialsProvider"));
        }
    }

    private static String read(InputStreamSource source) throws IOException {
        return new String(source.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Configuration(proxyBeanMethods = false)
    static class Broker {

        @Bean
        SecretBroker broker() {
            return SecretBroker.builder().name("ahead").build();
        }
    }
}
