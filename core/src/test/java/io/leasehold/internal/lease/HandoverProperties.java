package io.leasehold.internal.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.internal.ttl.TtlAlgorithm;
import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.internal.ttl.TtlResult;
import io.leasehold.spi.engine.LeaseTerms;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HandoverProperties {

    private static final Instant SECOND = Instant.parse("2026-01-01T00:00:00Z");
    private static final LeaseTerms TERMS =
            new LeaseTerms(Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO, Duration.ZERO, true);

    /** Whatever the fraction of the second, and whether the TTL is cut by the max TTL or not. */
    @Property
    void anAnswerWithinASecondTellsTheWholeTtlAndNoneTellsMoreThanIsLeft(
            @ForAll @IntRange(max = 999) int fraction,
            @ForAll @IntRange(max = 10_000) int took,
            @ForAll @IntRange(min = 1, max = 7_200) int asked) {
        Instant now = SECOND.plusMillis(fraction);
        TtlResult grant =
                TtlAlgorithm.issue(TtlLimits.SYSTEM_DEFAULT, TERMS, Duration.ofSeconds(asked), Handover.start(now));
        Instant then = now.plusMillis(took);

        Duration answer = Handover.answer(grant.ttl(), then, grant.expiresAt());

        assertThat(answer).isLessThanOrEqualTo(grant.ttl());
        assertThat(then.plus(answer))
                .as("the end that was answered")
                .satisfiesAnyOf(
                        end -> assertThat(end).isBeforeOrEqualTo(grant.expiresAt()),
                        end -> assertThat(answer).isZero());
        if (took <= 1_000) {
            assertThat(answer).isEqualTo(grant.ttl()).isEqualTo(Duration.ofSeconds(Math.min(asked, 3_600)));
        }
        assertThat(Duration.between(now.plus(grant.ttl()), grant.expiresAt()))
                .as("what a lease lasts longer in the store")
                .isBetween(Duration.ofSeconds(1), Handover.ALLOWANCE);
    }

    @Example
    void nothingIsLeftOfWhatIsPast() {
        assertThat(Handover.left(SECOND, SECOND)).isZero();
        assertThat(Handover.left(SECOND.plusMillis(1), SECOND)).isZero();
        assertThat(Handover.left(SECOND, SECOND.plusMillis(1_999))).isEqualTo(Duration.ofSeconds(1));
    }
}
