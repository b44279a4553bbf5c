package io.leasehold.spi.engine;

import java.time.Duration;

/**
 * An attempt to remove a credential.
 *
 * @param leaseId the lease
 * @param attempt which attempt this is, from 1
 * @param creationUncertain whether the creation was never confirmed, so that the account may not exist, or may belong to
 *     somebody else who had the name first
 * @param timeLimit how long the attempt may take
 */
public record Revocation(String leaseId, int attempt, boolean creationUncertain, Duration timeLimit) {}
