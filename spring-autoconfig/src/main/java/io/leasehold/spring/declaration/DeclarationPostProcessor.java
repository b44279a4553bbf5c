package io.leasehold.spring.declaration;

import io.leasehold.SecretBroker;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartPatience;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/** Hands out a broker only when what is declared holds there, also to who needs it while further post-processors are made. */
final class DeclarationPostProcessor implements BeanPostProcessor, PriorityOrdered {

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

    /** Among the first: what is made before this post-processor would get a broker without what is declared. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 3;
    }
}
