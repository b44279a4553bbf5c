package io.leasehold.spring.actuate.endpoint;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The endpoint of the broker. Immutable.
 *
 * @param writeEnabled Whether secrets can be rotated and leases revoked through the endpoint. Needs
 *     management.endpoint.leasehold.access=unrestricted besides.
 */
@ConfigurationProperties("leasehold.endpoint")
public record LeaseholdEndpointProperties(
        @DefaultValue("false") boolean writeEnabled) {}
