package io.leasehold.internal.ttl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.LeaseExpiredException;
import io.leasehold.spi.engine.LeaseTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class TtlAlgorithmProperties {

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    /** Everything that a lease's length depends on. */
    record Case(TtlLimits limits, LeaseTerms terms, Duration asked, Instant issuedAt, Instant now) {

        TtlResult issue() {
            return TtlAlgorithm.issue(limits, terms, asked, issuedAt);
        }

        TtlResult renew() {
            return TtlAlgorithm.renew("id", limits, terms, asked, issuedAt, now);
        }

        Case withMax(Duration max) {
            return new Case(new TtlLimits(limits.defaultTtl(), max), terms, asked, issuedAt, now);
        }

        boolean periodic() {
            return terms.period().compareTo(Duration.ofSeconds(1)) >= 0;
        }
    }

    /** Few distinct values of few magnitudes, so that equal and crossing limits are common. */
    private static Arbitrary<Duration> durations() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(Duration.ZERO)),
                Tuple.of(3, Arbitraries.longs().between(1, 20).map(Duration::ofSeconds)),
                Tuple.of(2, Arbitraries.longs().between(1, 20_000).map(Duration::ofMillis)),
                Tuple.of(1, Arbitraries.longs().between(1, 5_000).map(Duration::ofHours)));
    }

    private static Arbitrary<Duration> positiveDurations() {
        return durations().filter(duration -> duration.toSeconds() > 0);
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<TtlLimits> limits =
                Combinators.combine(positiveDurations(), positiveDurations()).as(TtlLimits::new);
        Arbitrary<LeaseTerms> terms = Combinators.combine(durations(), durations(), durations(), durations())
                .as((ttl, max, period, explicitMax) -> new LeaseTerms(ttl, max, period, explicitMax, true));
        Arbitrary<Duration> asked =
                Combinators.combine(durations(), Arbitraries.of(1, 1, 1, -1)).as(Duration::multipliedBy);
        Arbitrary<Instant> issuedAt = Arbitraries.longs().between(0, 5_000).map(EPOCH::plusMillis);
        return Combinators.combine(limits, terms, asked, issuedAt, durations())
                .as((l, t, a, issued, age) -> new Case(l, t, a, issued, issued.plus(age)));
    }

    /** The hard end worked out again, straight from the words of the rule. */
    private static Instant expectedEnd(Case c) {
        Instant start = c.issuedAt().truncatedTo(ChronoUnit.SECONDS);
        long end = Long.MAX_VALUE;
        List<Duration> caps = c.periodic()
                ? List.of(c.terms().explicitMaxTtl())
                : List.of(c.limits().maxTtl(), c.terms().maxTtl(), c.terms().explicitMaxTtl());
        for (Duration cap : caps) {
            end = cap.toSeconds() > 0 ? Math.min(end, cap.toSeconds()) : end;
        }
        return end == Long.MAX_VALUE ? Instant.MAX : start.plusSeconds(end);
    }

    @Property
    void aLeaseIsPositiveAndEndsWithinItsLimit(@ForAll("cases") Case c) {
        assertSound(c, c.issue(), c.issuedAt());
    }

    @Property
    void aRenewalIsRefusedExactlyPastTheLimitAndElseSound(@ForAll("cases") Case c) {
        if (!c.now().truncatedTo(ChronoUnit.SECONDS).isBefore(expectedEnd(c))) {
            assertThatThrownBy(c::renew)
                    .isInstanceOf(LeaseExpiredException.class)
                    .hasMessageStartingWith("past the max TTL, cannot renew");
            return;
        }
        assertSound(c, c.renew(), c.now());
    }

    private static void assertSound(Case c, TtlResult result, Instant at) {
        Instant now = at.truncatedTo(ChronoUnit.SECONDS);
        assertThat(result.ttl()).isPositive();
        assertThat(result.ttl()).isEqualTo(result.ttl().truncatedTo(ChronoUnit.SECONDS));
        assertThat(result.expiresAt()).isEqualTo(now.plus(result.ttl()));
        Instant hardEnd = result.hardEnd() == null ? Instant.MAX : result.hardEnd();
        assertThat(hardEnd).isEqualTo(expectedEnd(c));
        assertThat(result.expiresAt()).isBeforeOrEqualTo(hardEnd);
    }

    @Property
    void aWarningComesExactlyWithACap(@ForAll("cases") Case c) {
        TtlResult result = c.issue();
        Duration wanted = wanted(c);
        assertThat(result.ttl()).isLessThanOrEqualTo(wanted);
        assertThat(result.warnings().isEmpty()).isEqualTo(result.ttl().equals(wanted));
        boolean periodWarning = result.warnings().stream().anyMatch(text -> text.startsWith("period"));
        assertThat(periodWarning).isEqualTo(c.periodic() && c.terms().period().toSeconds() > max(c).toSeconds());
    }

    private static Duration wanted(Case c) {
        if (c.periodic()) {
            return c.terms().period().truncatedTo(ChronoUnit.SECONDS);
        }
        if (c.asked().toSeconds() > 0) {
            return c.asked().truncatedTo(ChronoUnit.SECONDS);
        }
        return c.terms().ttl().toSeconds() > 0
                ? c.terms().ttl().truncatedTo(ChronoUnit.SECONDS)
                : c.limits().defaultTtl();
    }

    private static Duration max(Case c) {
        Duration max = c.limits().maxTtl();
        for (Duration cap : new Duration[] {c.terms().maxTtl(), c.terms().explicitMaxTtl()}) {
            if (cap.toSeconds() > 0 && cap.toSeconds() < max.toSeconds()) {
                max = cap;
            }
        }
        return max;
    }

    @Property
    void aHigherMaxNeverShortensALease(@ForAll("cases") Case c, @ForAll("positive") Duration more) {
        Case wider = c.withMax(c.limits().maxTtl().plus(more));
        assertThat(wider.issue().ttl()).isGreaterThanOrEqualTo(c.issue().ttl());
    }

    @Property
    void askingForMoreNeverYieldsLess(@ForAll("cases") Case c, @ForAll("positive") Duration more) {
        if (c.asked().toSeconds() <= 0) {
            return;
        }
        Case greedier = new Case(c.limits(), c.terms(), c.asked().plus(more), c.issuedAt(), c.now());
        assertThat(greedier.issue().ttl()).isGreaterThanOrEqualTo(c.issue().ttl());
    }

    @Property
    void manyRenewalsNeverPassTheHardEndOfTheIssue(@ForAll("cases") Case c) {
        TtlResult lease = c.issue();
        Instant now = c.issuedAt();
        for (int i = 0; i < 20; i++) {
            now = lease.expiresAt().minusSeconds(1).isAfter(now)
                    ? lease.expiresAt().minusSeconds(1)
                    : now;
            Instant at = now;
            TtlResult next = TtlAlgorithm.renew("id", c.limits(), c.terms(), c.asked(), c.issuedAt(), at);
            assertThat(next.hardEnd()).isEqualTo(lease.hardEnd());
            if (lease.hardEnd() != null) {
                assertThat(next.expiresAt()).isBeforeOrEqualTo(lease.hardEnd());
            } else {
                assertThat(next.ttl()).isEqualTo(lease.ttl());
            }
            lease = next;
        }
    }

    @Provide
    Arbitrary<Duration> positive() {
        return positiveDurations();
    }
}
