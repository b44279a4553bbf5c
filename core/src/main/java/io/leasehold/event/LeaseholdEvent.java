package io.leasehold.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A fact in the life of the broker. Events hold identifiers and never a secret. Immutable. */
public sealed interface LeaseholdEvent {

    /**
     * A credential was issued.
     *
     * @param leaseId the lease
     * @param role the role
     * @param targetId the target
     * @param expiresAt when it ends
     */
    record LeaseIssued(String leaseId, String role, String targetId, Instant expiresAt) implements LeaseholdEvent {}

    /**
     * A credential could not be issued.
     *
     * @param path the path asked for
     * @param error what went wrong
     */
    record IssueFailed(String path, String error) implements LeaseholdEvent {}

    /**
     * A lease was renewed.
     *
     * @param leaseId the lease
     * @param expiresAt its new end
     */
    record LeaseRenewed(String leaseId, Instant expiresAt) implements LeaseholdEvent {}

    /**
     * A renewal failed; the lease is as it was.
     *
     * @param leaseId the lease
     * @param error what went wrong
     */
    record RenewalFailed(String leaseId, String error) implements LeaseholdEvent {}

    /**
     * A lease ended and its credential is verified absent.
     *
     * @param leaseId the lease
     * @param cause why it ended
     */
    record LeaseRevoked(String leaseId, Cause cause) implements LeaseholdEvent {}

    /**
     * An attempt to revoke failed and will be repeated.
     *
     * @param leaseId the lease
     * @param attempt which attempt, from 1
     * @param nextAttempt when the next one is due
     * @param error what went wrong
     */
    record RevocationFailed(String leaseId, int attempt, Instant nextAttempt, String error) implements LeaseholdEvent {}

    /**
     * A lease is irrevocable until somebody acts.
     *
     * @param leaseId the lease
     * @param error what stands in the way
     */
    record LeaseIrrevocable(String leaseId, String error) implements LeaseholdEvent {}

    /**
     * A lease was dropped by force; its credential may still exist.
     *
     * @param leaseId the lease
     * @param account the account to look for on the target, null when it could not be read
     * @param targetId the target
     */
    record LeaseForgotten(String leaseId, @Nullable String account, String targetId) implements LeaseholdEvent {}

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
     * @param error what went wrong
     */
    record RotationFailed(String path, String error) implements LeaseholdEvent {}

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
