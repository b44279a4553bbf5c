package io.leasehold.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.spring.aws.LeaseholdAwsAutoConfiguration;
import io.leasehold.spring.aws.LeaseholdAwsProperties;
import io.leasehold.spring.mongodb.LeaseholdMongoAutoConfiguration;
import io.leasehold.spring.mongodb.LeaseholdMongoProperties;
import io.leasehold.spring.tls.LeaseholdTlsAutoConfiguration;
import io.leasehold.spring.tls.LeaseholdTlsProperties;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;
import org.springframework.mock.env.MockEnvironment;

/** What Spring writes when a native image is built. No image is built here. */
class AheadOfTimeTest {

    @Test
    void beansAreWrittenAndPropertiesCanBeBound() throws Exception {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("leasehold.aws.path", "aws/creds/app")
                .withProperty("leasehold.mongodb.path", "database/creds/app")
                .withProperty("leasehold.tls.bundles.web.path", "pki/issue/web");
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("io.leasehold.spring", "Generated")), files);
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.setEnvironment(environment);
            new AnnotatedBeanDefinitionReader(context, environment)
                    .register(
                            Broker.class,
                            LeaseholdTlsAutoConfiguration.class,
                            LeaseholdAwsAutoConfiguration.class,
                            LeaseholdMongoAutoConfiguration.class,
                            MongoAutoConfiguration.class);

            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
        }

        StringBuilder written = new StringBuilder();
        for (var source : files.getGeneratedFiles(Kind.SOURCE).values()) {
            written.append(new String(source.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(written).contains("leaseholdTlsBundles", "leaseholdMongoClient", "leaseholdAwsCredentialsProvider");
        for (Class<?> each : List.of(
                LeaseholdTlsProperties.class,
                LeaseholdTlsProperties.Bundle.class,
                LeaseholdTlsProperties.Trust.class,
                LeaseholdAwsProperties.class,
                LeaseholdAwsProperties.Credentials.class,
                LeaseholdMongoProperties.class)) {
            assertThat(RuntimeHintsPredicates.reflection().onType(each))
                    .as(each.getSimpleName())
                    .accepts(generation.getRuntimeHints());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Broker {

        @Bean
        SecretBroker broker() {
            return SecretBroker.builder().name("ahead").build();
        }
    }
}
