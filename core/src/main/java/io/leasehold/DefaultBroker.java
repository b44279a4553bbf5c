package io.leasehold;

import io.leasehold.internal.broker.BrokerSettings;

/** The façade over the running broker. */
final class DefaultBroker {

    private DefaultBroker() {}

    static SecretBroker start(BrokerSettings settings) {
        return launch(settings);
    }

    private static SecretBroker launch(BrokerSettings settings) {
        throw new UnsupportedOperationException(settings.name());
    }
}
