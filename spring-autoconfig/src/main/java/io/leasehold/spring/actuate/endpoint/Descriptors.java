package io.leasehold.spring.actuate.endpoint;

import io.leasehold.LeaseInfo;
import io.leasehold.MountInfo;
import io.leasehold.RotationStatus;
import io.leasehold.alert.Alert;
import io.leasehold.observe.LeaseTally;
import io.leasehold.observe.TargetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the endpoint answers, as its JSON has it. None of it holds a secret; times are ISO 8601. */
public final class Descriptors {

    private Descriptors() {}

    /** All records, for those who have to know them before. */
    static final List<Class<?>> TYPES = List.of(
            Overview.class,
            Expiry.class,
            Mount.class,
            Target.class,
            RotatingSecretState.class,
            StandingAlert.class,
            Tally.class,
            StoredLease.class,
            LeasesPage.class,
            Rotated.class,
            Revoked.class,
            Problem.class);

    /**
     * Everything at a glance.
     *
     * @param expiry whether leases are expired; null when it could not be read
     * @param mounts what is mounted
     * @param targets the targets that this process has used
     * @param secrets the rotating secrets of this process
     * @param alerts the alerts that stand
     * @param tallies how many leases there are, of all instances
     * @param errors what could not be read, and why; empty when all could be
     */
    public record Overview(
            @Nullable Expiry expiry,
            List<Mount> mounts,
            List<Target> targets,
            List<RotatingSecretState> secrets,
            List<StandingAlert> alerts,
            List<Tally> tallies,
            List<String> errors) {}

    /**
     * Whether leases are expired.
     *
     * @param paused why they are not; null when they are
     * @param due leases past their end
     * @param total all leases
     */
    public record Expiry(@Nullable String paused, long due, long total) {}

    /**
     * A mount.
     *
     * @param path where it is
     * @param type the engine
     * @param description for people
     * @param defaultLeaseTtl the effective default TTL
     * @param maxLeaseTtl the effective max TTL
     * @param disabling whether it is being disabled
     */
    public record Mount(
            String path,
            String type,
            String description,
            Duration defaultLeaseTtl,
            Duration maxLeaseTtl,
            boolean disabling) {

        static Mount of(MountInfo info) {
            return new Mount(
                    info.path(),
                    info.type(),
                    info.description(),
                    info.defaultLeaseTtl(),
                    info.maxLeaseTtl(),
                    info.disabling());
        }
    }

    /**
     * A target.
     *
     * @param id its id
     * @param mount the mount that it belongs to
     * @param state up, suspect or down
     * @param running calls that are running on it
     * @param concurrency calls that may run at once
     * @param lastError why it did not answer; null when it did
     */
    public record Target(
            String id,
            String mount,
            String state,
            int running,
            int concurrency,
            @Nullable String lastError) {

        static Target of(TargetStatus status) {
            return new Target(
                    status.id(),
                    status.mount(),
                    lower(status.state()),
                    status.running(),
                    status.concurrency(),
                    status.lastError().orElse(null));
        }
    }

    /**
     * A rotating secret.
     *
     * @param path where it comes from
     * @param generation 1 for the first, one more for each rotation
     * @param lease id of its lease; null without one
     * @param remaining what is left of it; null without an end
     * @param age since this generation was published
     * @param draining former leases that are still held
     * @param failures failures in a row to renew or replace it
     * @param lastError the last failure; null when all is well
     */
    public record RotatingSecretState(
            String path,
            long generation,
            @Nullable String lease,
            @Nullable Duration remaining,
            Duration age,
            int draining,
            int failures,
            @Nullable String lastError) {

        static RotatingSecretState of(RotationStatus status) {
            return new RotatingSecretState(
                    status.path(),
                    status.generation(),
                    status.lease().map(io.leasehold.Lease::id).orElse(null),
                    status.remaining().map(Descriptors::whole).orElse(null),
                    whole(status.age()),
                    status.draining(),
                    status.failures(),
                    status.lastError().orElse(null));
        }
    }

    /**
     * An alert that stands.
     *
     * @param rule the rule
     * @param subject what it holds for
     * @param value the number
     * @param threshold what it should not be above
     * @param advice what to do
     * @param standing how long it has held
     */
    public record StandingAlert(
            String rule, String subject, double value, double threshold, String advice, Duration standing) {

        static StandingAlert of(Alert alert) {
            return new StandingAlert(
                    alert.rule(),
                    alert.subject(),
                    alert.value(),
                    alert.threshold(),
                    alert.advice(),
                    whole(alert.standing()));
        }
    }

    /**
     * How many leases of a kind there are.
     *
     * @param mount the mount
     * @param role the path between mount and the end of the id
     * @param state their state
     * @param leases how many
     */
    public record Tally(String mount, String role, String state, long leases) {

        static Tally of(LeaseTally tally) {
            return new Tally(tally.mount(), tally.role(), lower(tally.state()), tally.leases());
        }
    }

    /**
     * A lease as it is stored.
     *
     * @param id its id
     * @param path the path that issued it
     * @param state its state
     * @param target the target that holds the credential
     * @param account the account's name there; null when it cannot be read
     * @param issuedAt when it was issued
     * @param expiresAt when it ends
     * @param hardEnd beyond which it cannot be renewed; null when there is no such end
     * @param lastRenewal when it was last renewed; null when never
     * @param ttl what is left; negative when overdue
     * @param renewable whether it can be renewed
     * @param attempts failed attempts to revoke it
     * @param error what is wrong with it; null when nothing is
     */
    public record StoredLease(
            String id,
            String path,
            String state,
            String target,
            @Nullable String account,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable Instant hardEnd,
            @Nullable Instant lastRenewal,
            Duration ttl,
            boolean renewable,
            int attempts,
            @Nullable String error) {

        static StoredLease of(LeaseInfo info) {
            return new StoredLease(
                    info.id(),
                    info.path(),
                    lower(info.state()),
                    info.targetId(),
                    info.account().orElse(null),
                    info.issuedAt(),
                    info.expiresAt(),
                    info.hardEnd().orElse(null),
                    info.lastRenewal().orElse(null),
                    whole(info.ttl()),
                    info.renewable(),
                    info.attempts(),
                    info.error().orElse(null));
        }
    }

    /**
     * A page of leases, in the order of their ids.
     *
     * @param leases the leases
     * @param next what to give as {@code after} for the next page; null when this is the last
     */
    public record LeasesPage(
            List<StoredLease> leases, @Nullable String next) {}

    /**
     * Secrets are being rotated.
     *
     * @param path the path
     * @param secrets how many there are of it in this process
     */
    public record Rotated(String path, int secrets) {}

    /**
     * Leases were revoked.
     *
     * @param path the lease, or the path that they are under
     * @param leases how many are confirmed absent
     * @param warnings what could not be ended before its time
     */
    public record Revoked(String path, int leases, List<String> warnings) {}

    /**
     * Why a request was not done.
     *
     * @param error what is wrong
     */
    public record Problem(String error) {}

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Duration whole(Duration duration) {
        return Duration.ofSeconds(duration.toSeconds());
    }
}
