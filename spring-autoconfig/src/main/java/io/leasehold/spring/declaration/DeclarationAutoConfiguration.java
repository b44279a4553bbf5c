package io.leasehold.spring.declaration;

import io.leasehold.spring.LeaseholdAutoConfiguration;
import io.leasehold.spring.LeaseholdProperties;
import io.leasehold.spring.StartPatience;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Applies what properties declare to the broker, also to one that the application made, before anybody else gets it. Beans of type
 * {@link Declarations} take part, in their order.
 */
@AutoConfiguration(after = LeaseholdAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "leasehold.enabled", matchIfMissing = true)
public class DeclarationAutoConfiguration {

    /** Where declarations of properties stand among beans of type {@link Declarations}. */
    public static final int PROPERTIES_ORDER = 0;

    @Bean
    @Order(PROPERTIES_ORDER)
    Declarations leaseholdEntryDeclarations(LeaseholdProperties properties, Environment environment) {
        PolicyVariables.refuse(environment);
        return PropertyDeclarations.entries(properties);
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    Declarations leaseholdWriteDeclarations(LeaseholdProperties properties) {
        return PropertyDeclarations.writes(properties);
    }

    @Bean
    static DeclarationPostProcessor leaseholdDeclarationPostProcessor(
            ObjectProvider<Declarations> declarations, ObjectProvider<StartPatience> patience) {
        return new DeclarationPostProcessor(declarations, patience);
    }
}
