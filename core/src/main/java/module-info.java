/** The broker, its leases, and the interfaces of engines and stores. */
module io.leasehold.core {
    requires static org.jspecify;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;
    requires tools.jackson.databind;
}
