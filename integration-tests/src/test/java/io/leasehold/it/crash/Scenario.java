package io.leasehold.it.crash;

import io.leasehold.SecretBroker;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.event.EventListener;
import io.leasehold.event.LeaseholdEvent;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Each lease operation once: issue, renew, shorten, a creation that fails, revoke, and the end of a lease that runs out. */
final class Scenario implements EventListener {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SharedClock clock;
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final CountDownLatch expired = new CountDownLatch(1);

    Scenario(SharedClock clock) {
        this.clock = clock;
    }

    @Override
    public void on(LeaseholdEvent event) {
        if (event instanceof LeaseholdEvent.LeaseRevoked ended) {
            revoked.add(ended.leaseId());
            if (ended.cause() == LeaseholdEvent.Cause.EXPIRED) {
                expired.countDown();
            }
        }
    }

    void run(SecretBroker broker) throws InterruptedException {
        String kept = issue(broker, Roles.STATEMENTS);
        broker.leases().renew(kept, Duration.ofHours(2));
        broker.leases().renew(kept, Duration.ofMinutes(20));
        String brief = issue(broker, Roles.BRIEF);
        String taken = issue(broker, Roles.OWNER);
        try {
            broker.read(Roles.path(Roles.BROKEN));
            throw new IllegalStateException("the role whose second statement fails made a user");
        } catch (TargetRefusedException e) {
            // As it should be.
        }
        broker.leases().revoke(taken);
        clock.advance(Roles.BRIEF_TTL.plusSeconds(1));
        // Expiry is the reaper's work: it claims the lease, revokes it and deletes its row.
        if (!expired.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !revoked.contains(brief)) {
            throw new IllegalStateException("lease " + brief + " did not expire");
        }
    }

    private static String issue(SecretBroker broker, String role) {
        return broker.read(Roles.path(role)).lease().orElseThrow().id();
    }
}
