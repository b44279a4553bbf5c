package io.leasehold.internal.ttl;

import io.leasehold.error.LeaseExpiredException;
import io.leasehold.internal.text.Durations;
import io.leasehold.spi.engine.LeaseTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The length of a lease at its issue and at each renewal, as Vault and OpenBao work it out ({@code CalculateTTL} in their
 * SDK), with the one difference that a renewal with nothing left is refused and never yields zero.
 *
 * <ol>
 *   <li>The max TTL is the mount's, lowered by the role's and by the role's explicit one.
 *   <li>A lease gets what the caller asks for, else the role's TTL, else the mount's default, counted from now. Its limit is
 *       its start plus the max TTL.
 *   <li>A periodic lease gets its period, at most the max TTL, whatever the caller asks for. Its limit is its start plus the
 *       explicit max TTL; without one it has none.
 *   <li>What reaches past the limit is cut to it, with a warning.
 * </ol>
 *
 * <p>Instants are cut to seconds first. Limits and terms are those of now, so that edits of a role or mount reach live
 * leases at their next renewal. Pure functions.
 */
public final class TtlAlgorithm {

    private TtlAlgorithm() {}

    /**
     * The length of a new lease.
     *
     * @param limits the limits at its mount
     * @param terms what its role says
     * @param requested what the caller asks for; null, zero or negative when it does not
     * @param now when the lease begins to count: its issue, or a little later so that nothing is missing from the answer
     * @return the length, from now
     */
    public static TtlResult issue(TtlLimits limits, LeaseTerms terms, @Nullable Duration requested, Instant now) {
        Instant start = now.truncatedTo(ChronoUnit.SECONDS);
        Ask ask = ask(limits, terms, requested, start);
        // At its start a lease has its whole max TTL left, which is at least a second.
        return within(ask, start);
    }

    /**
     * The length of a lease that is renewed. Whether it may be renewed at all is for the caller to check.
     *
     * @param leaseId the lease, for the error
     * @param limits the limits at its mount now
     * @param terms what its role says now
     * @param increment what the caller asks for, from now; null, zero or negative when it does not
     * @param issuedAt when the lease began to count
     * @param now when the renewal begins to count
     * @return the length, from now; it may end earlier than before
     * @throws LeaseExpiredException when the lease is past its limit
     */
    public static TtlResult renew(
            String leaseId,
            TtlLimits limits,
            LeaseTerms terms,
            @Nullable Duration increment,
            Instant issuedAt,
            Instant now) {
        Ask ask = ask(limits, terms, increment, issuedAt.truncatedTo(ChronoUnit.SECONDS));
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        if (ask.hardEnd != null && !ask.hardEnd.isAfter(second)) {
            throw new LeaseExpiredException(leaseId, "past the max TTL, cannot renew");
        }
        return within(ask, second);
    }

    /** What a lease would get without its limit, and the limit. */
    private record Ask(Duration ttl, @Nullable Instant hardEnd, List<String> warnings) {}

    private static Ask ask(TtlLimits limits, LeaseTerms terms, @Nullable Duration requested, Instant start) {
        Duration explicitMax = wholeSeconds(terms.explicitMaxTtl());
        Duration max = lowered(lowered(limits.maxTtl(), wholeSeconds(terms.maxTtl())), explicitMax);
        Duration period = wholeSeconds(terms.period());
        if (period.isZero()) {
            return new Ask(wanted(limits, terms, requested), start.plus(max), List.of());
        }
        Instant hardEnd = explicitMax.isZero() ? null : start.plus(explicitMax);
        if (period.compareTo(max) > 0) {
            return new Ask(max, hardEnd, List.of(capped("period", period, max)));
        }
        return new Ask(period, hardEnd, List.of());
    }

    private static Duration wanted(TtlLimits limits, LeaseTerms terms, @Nullable Duration requested) {
        Duration asked = requested == null ? Duration.ZERO : wholeSeconds(requested);
        if (!asked.isZero()) {
            return asked;
        }
        Duration role = wholeSeconds(terms.ttl());
        return role.isZero() ? limits.defaultTtl() : role;
    }

    private static TtlResult within(Ask ask, Instant now) {
        if (ask.hardEnd == null) {
            return new TtlResult(ask.ttl, now.plus(ask.ttl), null, ask.warnings);
        }
        Duration left = Duration.between(now, ask.hardEnd);
        if (ask.ttl.compareTo(left) <= 0) {
            return new TtlResult(ask.ttl, now.plus(ask.ttl), ask.hardEnd, ask.warnings);
        }
        List<String> warnings = new ArrayList<>(ask.warnings);
        warnings.add(capped("TTL", ask.ttl, left));
        return new TtlResult(left, ask.hardEnd, ask.hardEnd, warnings);
    }

    private static Duration lowered(Duration max, Duration other) {
        return other.isZero() || other.compareTo(max) > 0 ? max : other;
    }

    private static String capped(String what, Duration asked, Duration cap) {
        return what + " of \"" + Durations.format(asked) + "\" exceeded the effective max_ttl of \""
                + Durations.format(cap) + "\"; " + what + " value is capped accordingly";
    }

    /** A duration in whole seconds: zero for a negative one, at most {@link Durations#MAX}. */
    static Duration wholeSeconds(Duration duration) {
        if (duration.isNegative()) {
            return Duration.ZERO;
        }
        Duration bounded = duration.compareTo(Durations.MAX) > 0 ? Durations.MAX : duration;
        return bounded.truncatedTo(ChronoUnit.SECONDS);
    }
}
