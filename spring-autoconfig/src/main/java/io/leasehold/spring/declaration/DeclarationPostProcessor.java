package io.leasehold.spring.declaration;

import io.leasehold.SecretBroker;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartPatience;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Hands out a broker only when what is declared holds there. */
final class DeclarationPostProcessor implements BeanPostProcessor {

    private final ObjectProvider<Declarations> declarations;
    private final ObjectProvider<StartPatience> patience;

    DeclarationPostProcessor(ObjectProvider<Declarations> declarations, ObjectProvider<StartPatience> patience) {
        this.declarations = declarations;
        this.patience = patience;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof SecretBroker broker) {
            try {
                new DeclarationApplier(broker, patience.getObject())
                        .apply(declarations.orderedStream().toList());
            } catch (LeaseholdException e) {
                broker.close();
                throw LeaseholdStartException.of("leasehold", e);
            } catch (RuntimeException e) {
                // A bean that was not finished is not closed by the context.
                broker.close();
                throw e;
            }
        }
        return bean;
    }
}
