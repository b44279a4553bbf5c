package io.leasehold.spring.aws;

import io.leasehold.aws.RotatingAwsCredentials;
import io.leasehold.aws.RotatingAwsCredentialsProvider;
import io.leasehold.spring.aws.LeaseholdAwsProperties.Credentials;
import java.util.Map;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines two beans for each name. They are found by name only, but for the primary one, so that further credentials never end up
 * in a client that asked for any.
 */
final class NamedCredentialsRegistrar implements ImportBeanDefinitionRegistrar {

    static final String FACTORY = "leaseholdAwsCredentialsFactory";

    private final Environment environment;

    NamedCredentialsRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        Map<String, Credentials> named = Binder.get(environment)
                .bind("leasehold.aws.credentials", Bindable.mapOf(String.class, Credentials.class))
                .orElse(Map.of());
        String primary = environment.getProperty("leasehold.aws.primary");
        if (primary != null && !named.containsKey(primary)) {
            throw AwsCredentialsFactory.wrong(
                    "leasehold.aws.primary", primary, "must be one of leasehold.aws.credentials: " + named.keySet());
        }
        for (String name : named.keySet()) {
            boolean first = name.equals(primary);
            String credentials = name + "AwsCredentials";
            RootBeanDefinition owner = definition(RotatingAwsCredentials.class, "named", first);
            owner.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
            owner.setDestroyMethodName("close");
            define(registry, credentials, owner);
            RootBeanDefinition provider = definition(RotatingAwsCredentialsProvider.class, "provider", first);
            provider.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(credentials));
            define(registry, name + "AwsCredentialsProvider", provider);
        }
    }

    private static RootBeanDefinition definition(Class<?> type, String method, boolean primary) {
        RootBeanDefinition definition = new RootBeanDefinition(type);
        definition.setFactoryBeanName(FACTORY);
        definition.setFactoryMethodName(method);
        definition.setPrimary(primary);
        definition.setDefaultCandidate(primary);
        return definition;
    }

    private static void define(BeanDefinitionRegistry registry, String name, RootBeanDefinition definition) {
        if (!registry.containsBeanDefinition(name)) {
            registry.registerBeanDefinition(name, definition);
        }
    }
}
