package io.leasehold.aws.internal.engine;

import io.leasehold.aws.internal.cutoff.SessionCutoffs;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Ends the leases of sessions. AWS ends a session when its time has come and has no way to end one before: a revocation says so, or
 * denies all sessions of the role of IAM where the engine's role asked for that. Thread-safe.
 */
final class SessionRevocation {

    private final SessionCutoffs cutoffs;

    SessionRevocation(SessionCutoffs cutoffs) {
        this.cutoffs = cutoffs;
    }

    /** What it says and does; nothing, when the session has run out or nobody ever got it. */
    Revoked revoke(CredentialData session, Revocation revocation) {
        if (revocation.creationUncertain() || !revocation.isEarly()) {
            return Revoked.verified();
        }
        Instant until = revocation.expiresAt().truncatedTo(ChronoUnit.SECONDS);
        String role = session.deniedRole();
        Duration asked = session.asked();
        if (role == null || asked == null) {
            return Revoked.verified()
                    .withWarnings(List.of("session " + session.name() + " is valid until " + until
                            + ": AWS cannot end a session, and the lease alone has ended"));
        }
        Duration left = Duration.between(revocation.now(), revocation.expiresAt());
        Instant before = cutoffs.deny(session.target(), role, asked.minus(left));
        return Revoked.verified()
                .withWarnings(List.of("session " + session.name() + " is valid until " + until
                        + ", but denied everything, as are all sessions of " + role + " issued before "
                        + before + ", as soon as IAM has made it known everywhere, which takes some seconds"));
    }
}
