package io.leasehold.spring;

import io.leasehold.SecretBroker;

/** Changes the broker's settings after the properties were applied. Any number of beans of this type are called in order. */
@FunctionalInterface
public interface LeaseholdBrokerCustomizer {

    /**
     * Changes settings.
     *
     * @param builder the builder, not built yet
     */
    void customize(SecretBroker.Builder builder);
}
