package io.leasehold.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application says about its broker.
 *
 * @param name name of this application: display name of its requests, and mark on its accounts. 1 to 64 printable ASCII
 *     characters
 * @param strict whether to refuse what is convenient and less safe
 */
@ConfigurationProperties("leasehold")
public record LeaseholdProperties(
        @DefaultValue("leasehold") String name,
        @DefaultValue("false") boolean strict) {}
