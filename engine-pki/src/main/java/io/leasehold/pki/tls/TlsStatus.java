package io.leasehold.pki.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a {@link RotatingTls} is doing. Immutable; holds no secret.
 *
 * @param path where its certificates come from
 * @param subject the subject of the certificate that new handshakes get
 * @param serialNumber its serial number, as lower-case octets with colons
 * @param notAfter when it ends
 * @param expiresIn how long that is from now; negative when it has ended
 * @param generation 1 for the first certificate, one more for each that was taken into use
 * @param trusted how many certificates are trust anchors now
 * @param formerTrust how many sets of anchors of former generations count still
 * @param refused how many fresh secrets were no good and were refused
 * @param failures failures in a row to fetch a fresh secret; 0 when all is well
 * @param lastError why the last secret was refused or could not be fetched; empty when all is well
 * @param closed whether it was closed
 */
public record TlsStatus(
        String path,
        String subject,
        String serialNumber,
        Instant notAfter,
        Duration expiresIn,
        long generation,
        int trusted,
        int formerTrust,
        long refused,
        int failures,
        Optional<String> lastError,
        boolean closed) {

    /**
     * What a gauge shows.
     *
     * @return seconds until the certificate ends; negative when it has
     */
    public long secondsToExpiry() {
        return expiresIn.toSeconds();
    }
}
