package io.leasehold.database.internal.drain;

import io.leasehold.Lease;
import io.leasehold.RotatingSecret;
import io.leasehold.Secret;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spi.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the secret that its target refused it, once for all those whom it refuses at the same time. Thread-safe. */
public final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final RotatingSecret secret;
    private final TimeSource time;

    /**
     * Reports to a secret.
     *
     * @param secret the secret
     * @param time the monotonic clock
     */
    public Refusals(RotatingSecret secret, TimeSource time) {
        this.secret = secret;
        this.time = time;
    }

    /**
     * Notes a refusal, and reports it unless that was done just now or the credential was replaced.
     *
     * @param generation the credential
     * @param username its user, for the log
     * @param error what the driver said
     * @param code the target's own code for it, for the log
     */
    public void report(Generation generation, String username, Exception error, String code) {
        Refusal now = new Refusal(time.nanoTime(), error);
        Refusal before = generation.refuse(now);
        if (generation.isRetired() || (before != null && before.isRecent(now.at()))) {
            return;
        }
        log.warn("The database refused user {} ({}), {}: asking for a fresh credential", username, generation, code);
        try {
            secret.reportRefused(asKnownNow(generation.secret()));
        } catch (LeaseholdException e) {
            // The caller gets the driver's error, which is what explains the failure.
            log.warn("No fresh credential can be asked for: {}", e.getMessage());
        }
    }

    /** A renewal makes a copy of the secret with its lease prolonged, and reports are taken for that one only. */
    private Secret asKnownNow(Secret refused) {
        Secret current = secret.current();
        boolean isRenewed = refused.lease().isPresent()
                && refused.lease().map(Lease::id).equals(current.lease().map(Lease::id));
        return isRenewed ? current : refused;
    }
}
