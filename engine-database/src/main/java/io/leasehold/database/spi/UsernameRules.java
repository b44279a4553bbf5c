package io.leasehold.database.spi;

/**
 * How a product names its users.
 *
 * @param defaultTemplate the template of a connection that has none
 * @param maxBytes the longest name that the server keeps whole, in bytes of UTF-8
 */
public record UsernameRules(String defaultTemplate, int maxBytes) {}
