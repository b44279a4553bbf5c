package io.leasehold.internal.lease;

import io.leasehold.internal.event.Events;
import io.leasehold.internal.sealing.KeyRing;
import io.leasehold.internal.sealing.Sealer;
import io.leasehold.internal.target.TargetGates;
import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.Scheduler;
import io.leasehold.spi.time.TimeSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Function;

/**
 * All lease operations of one broker, put together.
 *
 * @param issuer issues
 * @param renewer renews
 * @param revoker revokes one
 * @param bulk revokes many
 * @param reader looks up
 * @param reaper ends what is due
 * @param inspector looks for rows that were tampered with
 * @param expiry pauses and resumes the reaper
 * @param abandoner gives up the leases of a target
 * @param reconciler compares accounts with leases
 */
public record Leasing(
        Issuer issuer,
        Renewer renewer,
        Revoker revoker,
        BulkRevoker bulk,
        LeaseReader reader,
        Reaper reaper,
        LeaseInspector inspector,
        ExpirySwitch expiry,
        Abandoner abandoner,
        AccountReconciler reconciler) {

    /**
     * What the operations need.
     *
     * @param storage the store
     * @param sealer seals and opens
     * @param keys the key ring, for account tags
     * @param gates limits and breakers of targets
     * @param events whom to tell
     * @param time elapsed time
     * @param scheduler background work
     * @param random randomness
     * @param creationTimeout how long a creation may take
     * @param revocationTimeout how long an attempt to revoke may take
     * @param backoff the first pause after a failed revocation
     * @param expiryInterval how often due leases are looked for
     * @param workers revocations at once
     * @param startPaused whether expiry starts paused
     */
    public record Setup(
            Storage storage,
            Sealer sealer,
            KeyRing keys,
            TargetGates gates,
            Events events,
            TimeSource time,
            Scheduler scheduler,
            SecureRandom random,
            Duration creationTimeout,
            Duration revocationTimeout,
            Duration backoff,
            Duration expiryInterval,
            int workers,
            boolean startPaused) {}

    /**
     * Puts the operations together.
     *
     * @param setup what they need
     * @param engines finds the engine of a lease
     * @param mountTtls the TTLs of a mount, by its UUID
     * @return the operations, not started
     */
    public static Leasing create(Setup setup, EngineDirectory engines, Function<String, TtlLimits> mountTtls) {
        LeaseDesk desk = new LeaseDesk(
                setup.storage().leases(),
                new LeaseSeal(setup.sealer()),
                engines,
                setup.gates(),
                setup.events(),
                setup.time(),
                setup.random(),
                setup.creationTimeout(),
                setup.revocationTimeout(),
                setup.backoff());
        Revoker revoker = new Revoker(desk);
        ExpirySwitch expiry = new ExpirySwitch(setup.events(), setup.startPaused());
        return new Leasing(
                new Issuer(desk, setup.keys(), revoker),
                new Renewer(desk, revoker, mountTtls),
                revoker,
                new BulkRevoker(desk, revoker),
                new LeaseReader(desk, setup.storage()),
                new Reaper(
                        desk,
                        setup.storage(),
                        setup.scheduler(),
                        expiry,
                        setup.expiryInterval(),
                        setup.workers(),
                        revoker),
                new LeaseInspector(desk, setup.storage(), setup.scheduler()),
                expiry,
                new Abandoner(desk),
                new AccountReconciler(desk, setup.keys(), revoker));
    }
}
