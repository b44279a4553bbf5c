import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.spi.policy.PolicySyntax;

/** The broker, its leases, and the interfaces of engines and stores. */
module io.leasehold.core {
    requires static org.jspecify;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports io.leasehold;
    exports io.leasehold.alert;
    exports io.leasehold.error;
    exports io.leasehold.event;
    exports io.leasehold.key;
    exports io.leasehold.lease;
    exports io.leasehold.observe;
    exports io.leasehold.secret;
    exports io.leasehold.spi.binding;
    exports io.leasehold.spi.engine;
    exports io.leasehold.spi.name;
    exports io.leasehold.spi.policy;
    exports io.leasehold.spi.storage;
    exports io.leasehold.spi.time;
    exports io.leasehold.storage;

    opens io.leasehold.internal.broker to
            tools.jackson.databind;
    opens io.leasehold.internal.duty to
            tools.jackson.databind;
    opens io.leasehold.internal.lease to
            tools.jackson.databind;
    opens io.leasehold.internal.limit to
            tools.jackson.databind;
    opens io.leasehold.internal.mount to
            tools.jackson.databind;
    opens io.leasehold.internal.password to
            tools.jackson.databind;
    opens io.leasehold.spi.engine to
            tools.jackson.databind;

    uses PolicySyntax;
    uses SecretEngineProvider;
}
