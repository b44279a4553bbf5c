package io.leasehold.internal.broker;

import io.leasehold.internal.lease.LeaseView;
import io.leasehold.internal.sealing.KeyRing;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests and answers below {@code sys/}. */
final class SystemRecords {

    private SystemRecords() {}

    record LeaseId(
            @Field("The lease, where it is not part of the path.") @Nullable
            String leaseId) {}

    record Renew(
            @Field("The lease, where it is not part of the path.") @Nullable
            String leaseId,

            @Field("How long the lease is to last from now; the role's default when it is absent.") @Nullable
            Duration increment) {}

    record Revoke(
            @Field("The lease, where it is not part of the path.") @Nullable
            String leaseId,

            @Field("Whether to answer when the credential is verified absent; default true.") @Nullable
            Boolean sync) {}

    record LeaseFilter(
            @Field("Only irrevocable leases can be listed this way.") @Nullable
            String type,

            @Field("The most leases to return, or none for as many as there are; default 10000.") @Nullable
            String limit,

            @Field("Only leases under this path.") @Nullable String prefix) {}

    record Expiry(
            @Field(value = "True to pause expiry, false to resume it.", required = true)
            Boolean paused) {}

    record Ttl(
            @Field(value = "The TTL, such as 768h.", required = true)
            Duration ttl) {}

    record MountRequest(
            @Field("The engine type, such as database.") @Nullable
            String type,

            @Field("A description for people.") @Nullable String description,

            @Field("The mount's default TTL; \"system\" to inherit.") @Nullable
            String defaultLeaseTtl,

            @Field("The mount's max TTL; \"system\" to inherit.") @Nullable
            String maxLeaseTtl,

            @Field("default_lease_ttl and max_lease_ttl, where they are not given directly.") @Nullable
            Map<String, Object> config) {}

    record Mount(
            String uuid,
            String type,
            String description,
            Duration defaultLeaseTtl,
            Duration maxLeaseTtl,
            boolean disabling) {}

    record Lease(
            String id,
            String path,
            String state,
            String target,
            @Nullable String account,
            String issueTime,
            String expireTime,
            @Nullable String lastRenewal,
            @Nullable String hardEnd,
            boolean renewable,
            long ttl,
            int attempts,
            @Nullable String revokeError) {

        static Lease of(LeaseView view) {
            return new Lease(
                    view.id(),
                    view.path(),
                    view.state().name().toLowerCase(Locale.ROOT),
                    view.targetId(),
                    view.account(),
                    view.issuedAt().toString(),
                    view.expiresAt().toString(),
                    view.lastRenewal() == null ? null : view.lastRenewal().toString(),
                    view.hardEnd() == null ? null : view.hardEnd().toString(),
                    view.renewable(),
                    view.ttl().toSeconds(),
                    view.attempts(),
                    view.error());
        }
    }

    record RenewedLease(String leaseId, long leaseDuration, boolean renewable) {}

    record Revoked(int revoked) {}

    record Irrevocable(long leaseCount, Object leases) {}

    record Count(long leaseCount, Map<String, Object> counts) {}

    record ExpiryState(boolean paused, @Nullable String reason, String now, long due, long total) {}

    record Tidied(long leases, long unreadable, long changed, long withoutMount, long removedDutyLocks) {}

    record Retire(
            @Field("How long the key must have been replaced; default 24h, less only when it has leaked.")
            Duration replacedFor) {

        Retire {
            replacedFor = replacedFor == null ? KeyRing.RETIRE_AFTER : replacedFor;
        }
    }

    record Keys(String masterKeyId, int currentVersion, List<String> versions) {}

    record Resealed(int keyVersion, long resealed, long remaining, long unreadable) {}
}
