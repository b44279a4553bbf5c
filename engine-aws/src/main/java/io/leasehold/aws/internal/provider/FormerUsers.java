package io.leasehold.aws.internal.provider;

import io.leasehold.Rotation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leases of replaced users until the calls that were signed with their keys are over. An API call resolves its
 * credentials once and uses them for all its attempts, and nobody tells when it is done; so the time is fixed. Not
 * thread-safe.
 */
final class FormerUsers {

    private static final Logger log = LoggerFactory.getLogger(FormerUsers.class);

    private final Duration grace;
    private final Queue<Kept> kept = new ArrayDeque<>();

    FormerUsers(Duration grace) {
        this.grace = grace;
    }

    private record Kept(AutoCloseable hold, long until) {}

    /**
     * Keeps the lease that a rotation replaces. Those of sessions are let go: AWS honours a session until it expires.
     *
     * @param rotation the rotation, its listeners being told
     * @param now a reading of the monotonic clock in nanoseconds
     */
    void keep(Rotation rotation, long now) {
        while (!kept.isEmpty() && now - kept.element().until() >= 0) {
            kept.remove();
        }
        if (rotation.previous().lease().isEmpty() || SdkCredentials.areOfSession(rotation.previous())) {
            return;
        }
        if (rotation.drainLimit().compareTo(grace) < 0) {
            log.debug("The former user can be kept for {} only, not for {}", rotation.drainLimit(), grace);
        }
        kept.add(new Kept(rotation.hold(grace), now + grace.toNanos()));
    }

    /** Lets all of them go. */
    void letGo() {
        for (Kept user = kept.poll(); user != null; user = kept.poll()) {
            try {
                user.hold().close();
            } catch (Exception e) {
                // Rotation.hold() promises not to throw; a foreign implementation must not keep the others.
                log.warn("Letting go of a replaced lease failed", e);
            }
        }
    }
}
