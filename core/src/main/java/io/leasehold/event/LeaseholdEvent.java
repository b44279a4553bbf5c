package io.leasehold.event;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A fact in the life of the broker. Events hold identifiers and never a secret. Immutable. */
public sealed interface LeaseholdEvent {

    /**
     * A credential was issued, with a lease.
     *
     * @param leaseId the lease
     * @param origin where it comes from
     * @param targetId the target
     * @param expiresAt when it ends
     * @param took how long it took, from the plan to the active lease
     */
    record LeaseIssued(String leaseId, Origin origin, String targetId, Instant expiresAt, Duration took)
            implements LeaseholdEvent {}

    /**
     * A credential was issued that ends by itself and has no lease, such as a certificate.
     *
     * @param origin where it comes from
     * @param validFor how long it is valid, from the answer on
     * @param took how long it took to make
     */
    record CredentialIssued(Origin origin, Duration validFor, Duration took) implements LeaseholdEvent {}

    /**
     * A credential could not be issued. Requests that were refused before anything was decided on, for a role that is not
     * there or a field that is wrong, are not told.
     *
     * @param path the path asked for
     * @param origin where it would have come from
     * @param error what went wrong
     * @param took how long that took
     */
    record IssueFailed(String path, Origin origin, String error, Duration took) implements LeaseholdEvent {}

    /**
     * A limit kept a credential from being issued: a rate, or a number of leases. {@link IssueFailed} follows.
     *
     * @param origin where it would have come from
     * @param error which limit it was
     */
    record LimitReached(Origin origin, String error) implements LeaseholdEvent {}

    /**
     * A lease was renewed.
     *
     * @param leaseId the lease
     * @param origin where it comes from
     * @param expiresAt its new end
     * @param took how long it took
     */
    record LeaseRenewed(String leaseId, Origin origin, Instant expiresAt, Duration took) implements LeaseholdEvent {}

    /**
     * A renewal failed; the lease is as it was. Requests for leases that are not there, or not renewable, are not told.
     *
     * @param leaseId the lease
     * @param origin where it comes from
     * @param error what went wrong
     * @param took how long that took
     */
    record RenewalFailed(String leaseId, Origin origin, String error, Duration took) implements LeaseholdEvent {}

    /**
     * A lease ended and its credential is verified absent.
     *
     * @param leaseId the lease
     * @param origin where it came from
     * @param cause why it ended
     * @param took how long the attempt took that succeeded
     * @param overdue how long after the lease's end its credential was verified absent; zero unless the cause is
     *     {@link Cause#EXPIRED}
     */
    record LeaseRevoked(String leaseId, Origin origin, Cause cause, Duration took, Duration overdue)
            implements LeaseholdEvent {}

    /**
     * An attempt to revoke failed and will be repeated.
     *
     * @param leaseId the lease
     * @param origin where it comes from
     * @param attempt which attempt, from 1
     * @param nextAttempt when the next one is due
     * @param error what went wrong
     * @param took how long the attempt took
     */
    record RevocationFailed(
            String leaseId, Origin origin, int attempt, Instant nextAttempt, String error, Duration took)
            implements LeaseholdEvent {}

    /**
     * A lease is irrevocable until somebody acts.
     *
     * @param leaseId the lease
     * @param origin where it comes from
     * @param error what stands in the way
     */
    record LeaseIrrevocable(String leaseId, Origin origin, String error) implements LeaseholdEvent {}

    /**
     * A lease was dropped by force; its credential may still exist.
     *
     * @param leaseId the lease
     * @param origin where it came from
     * @param account the account to look for on the target, null when it could not be read
     * @param targetId the target
     */
    record LeaseForgotten(
            String leaseId, Origin origin, @Nullable String account, String targetId) implements LeaseholdEvent {}

    /**
     * A stored row cannot be used as it is.
     *
     * @param id the lease id or entry path
     * @param error what is wrong with it
     */
    record Quarantined(String id, String error) implements LeaseholdEvent {}

    /**
     * Expiry is paused.
     *
     * @param reason why
     */
    record ExpiryPaused(String reason) implements LeaseholdEvent {}

    /** Expiry goes on. */
    record ExpiryResumed() implements LeaseholdEvent {}

    /**
     * A target stopped answering; work on it pauses.
     *
     * @param targetId the target
     * @param error what it was
     */
    record TargetDown(String targetId, String error) implements LeaseholdEvent {}

    /**
     * A target answers again.
     *
     * @param targetId the target
     */
    record TargetUp(String targetId) implements LeaseholdEvent {}

    /**
     * A rotating secret changed to a fresh one.
     *
     * @param path where it comes from
     * @param generation the new generation
     */
    record SecretRotated(String path, long generation) implements LeaseholdEvent {}

    /**
     * A rotating secret could not be renewed or replaced; the old one is served while it lasts.
     *
     * @param path where it comes from
     * @param renewal whether the lease was to be renewed, rather than the secret replaced
     * @param error what went wrong
     */
    record RotationFailed(String path, boolean renewal, String error) implements LeaseholdEvent {}

    /**
     * The lease that a rotating secret had before is let go: its users are done, or its time is over.
     *
     * @param path where the secret comes from
     * @param generation the former generation
     * @param held how long it was held since the swap
     */
    record SecretDrained(String path, long generation, Duration held) implements LeaseholdEvent {}

    /**
     * A condition that an operator should look at holds; told once, until it is cleared.
     *
     * @param rule the rule, such as {@code DatabaseLeasesHigh}
     * @param subject what it holds for, such as {@code database/shop}
     * @param value the number that is too high
     * @param threshold the number that it should not be above
     * @param advice what to do
     */
    record AlertRaised(String rule, String subject, double value, double threshold, String advice)
            implements LeaseholdEvent {}

    /**
     * A condition that was raised does not hold any more.
     *
     * @param rule the rule
     * @param subject what it held for
     * @param value the number now; what it was when it was last known, if there is none now
     * @param threshold the number that it should not be above
     */
    record AlertCleared(String rule, String subject, double value, double threshold) implements LeaseholdEvent {}

    /**
     * More certificates are issued than somebody expected. Told once an hour at most while it lasts, by each process for itself.
     *
     * @param mount where, without a trailing slash
     * @param lastHour how many this process has issued in the last hour
     * @param threshold the number that was to be told of
     */
    record IssuanceRateHigh(String mount, long lastHour, long threshold) implements LeaseholdEvent {}

    /** Why a lease ended. */
    enum Cause {
        /** Its time was over. */
        EXPIRED,
        /** A caller revoked it. */
        REVOKED,
        /** Its creation failed and was undone. */
        CREATION_FAILED,
        /** It did not agree with its target's accounts, which somebody asked to be mended. */
        RECONCILED
    }
}
