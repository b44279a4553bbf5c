package io.leasehold.database.spi;

/**
 * Names for what a target opens.
 *
 * @param targetId the target's id
 * @param connectionName the name of the {@code config/NAME} entry, for messages and thread names
 * @param applicationName the name under which sessions show themselves to the server
 */
public record TargetIdentity(String targetId, String connectionName, String applicationName) {}
