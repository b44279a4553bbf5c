package io.leasehold.spi.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * An attempt to remove a credential.
 *
 * @param leaseId the lease
 * @param attempt which attempt this is, from 1
 * @param creationUncertain whether the creation was never confirmed, so that the account may not exist, or may belong to
 *     somebody else who had the name first
 * @param timeLimit how long the attempt may take
 * @param expiresAt when the lease ends, or ended, by the store's clock: what the target ends by itself it ends then
 * @param now what time it is by the store's clock
 */
public record Revocation(
        String leaseId, int attempt, boolean creationUncertain, Duration timeLimit, Instant expiresAt, Instant now) {

    /**
     * Whether the lease is revoked before its end, because somebody asked for it.
     *
     * @return false when it ran out
     */
    public boolean isEarly() {
        return now.isBefore(expiresAt);
    }
}
