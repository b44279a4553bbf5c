package io.leasehold.spi.engine;

/**
 * Who makes a request. By default the embedding application itself, under the broker's name and with all rights.
 *
 * @param displayName a short name for people, which engines work into account names
 */
public record Caller(String displayName) {}
