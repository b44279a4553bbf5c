package io.leasehold.internal.ttl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.internal.text.Durations;
import io.leasehold.spi.engine.LeaseTerms;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TtlAlgorithmTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Duration d(String text) {
        return Durations.parse(text);
    }

    private static LeaseTerms terms(String ttl, String max, String period, String explicitMax) {
        return new LeaseTerms(d(ttl), d(max), d(period), d(explicitMax), true);
    }

    @ParameterizedTest(name = "mount {0}/{1}, role {2}/{3}, asked {4}: {5}")
    @CsvSource({
        // mount default, mount max, role ttl, role max, asked, expected
        "0, 0, 0, 0, 0, 768h", // the system's
        "1h, 0, 0, 0, 0, 1h", // the mount's default
        "1h, 0, 30m, 0, 0, 30m", // the role's TTL
        "1h, 0, 30m, 0, 2h, 2h", // the caller's
        "1h, 0, 30m, 0, -2h, 30m", // negative means not asked
        "1h, 24h, 30m, 2h, 1h, 1h",
        "0, 87600h, 0, 0, 87600h, 87600h", // a mount's max replaces the system's
        "0, 87600h, 2000h, 0, 0, 2000h",
        "1h, 24h, 0, 24h, 23h59m59s, 23h59m59s",
        "0, 0, 1500ms, 0, 0, 1s", // cut to seconds
        "1h, 0, 500ms, 0, 900ms, 1h", // less than a second is none
    })
    void aTtlWithinTheLimitsIsGrantedWithoutWarning(
            String mountDefault, String mountMax, String ttl, String max, String asked, String expected) {
        TtlLimits limits = TtlLimits.SYSTEM_DEFAULT.atMount(d(mountDefault), d(mountMax));
        Duration requested = asked.startsWith("-") ? d(asked.substring(1)).negated() : d(asked);
        TtlResult result = TtlAlgorithm.issue(limits, terms(ttl, max, "", ""), requested, START);
        assertThat(result.ttl()).isEqualTo(d(expected));
        assertThat(result.expiresAt()).isEqualTo(START.plus(d(expected)));
        assertThat(result.warnings()).isEmpty();
    }

    @ParameterizedTest(name = "mount {0}/{1}, role {2}/{3}, asked {4}: {5}")
    @CsvSource({
        "0, 0, 0, 30h, 40h, 40h, 30h", // the reference's own example
        "0, 0, 0, 0, 769h, 769h, 768h",
        "0, 24h, 0, 0, 0, 768h, 24h", // an inherited default above the mount's max
        "1h, 24h, 2h, 1h, 0, 2h, 1h", // a role that contradicts itself
        "0, 87600h, 0, 0, 90000h, 90000h, 87600h",
        "0, 0, 0, 90m, 25h1m1s, 25h1m1s, 1h30m",
    })
    void aTtlPastTheLimitIsCappedWithAWarning(
            String mountDefault, String mountMax, String ttl, String max, String asked, String wanted, String granted) {
        TtlLimits limits = TtlLimits.SYSTEM_DEFAULT.atMount(d(mountDefault), d(mountMax));
        TtlResult result = TtlAlgorithm.issue(limits, terms(ttl, max, "", ""), d(asked), START);
        assertThat(result.ttl()).isEqualTo(d(granted));
        assertThat(result.hardEnd()).isEqualTo(START.plus(d(granted)));
        assertThat(result.warnings())
                .containsExactly("TTL of \"" + wanted + "\" exceeded the effective max_ttl of \"" + granted
                        + "\"; TTL value is capped accordingly");
    }

    @Test
    void anExplicitMaxLowersTheMax() {
        TtlResult result = TtlAlgorithm.issue(TtlLimits.SYSTEM_DEFAULT, terms("10h", "8h", "", "5h"), null, START);
        assertThat(result.ttl()).isEqualTo(d("5h"));
        assertThat(result.hardEnd()).isEqualTo(START.plus(d("5h")));
    }

    @Test
    void aPeriodWinsOverWhatTheCallerAsksFor() {
        TtlResult result = TtlAlgorithm.issue(TtlLimits.SYSTEM_DEFAULT, terms("1h", "2h", "90m", ""), d("10m"), START);
        assertThat(result.ttl()).isEqualTo(d("90m"));
        assertThat(result.hardEnd()).isNull();
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void aPeriodPastTheMaxIsCappedWithAWarning() {
        TtlResult result = TtlAlgorithm.issue(TtlLimits.SYSTEM_DEFAULT, terms("", "1h", "2h", ""), null, START);
        assertThat(result.ttl()).isEqualTo(d("1h"));
        assertThat(result.warnings())
                .containsExactly("period of \"2h\" exceeded the effective max_ttl of \"1h\"; "
                        + "period value is capped accordingly");
    }

    @Test
    void aPeriodicLeaseIsRenewedForEver() {
        Instant muchLater = START.plus(Duration.ofDays(10_000));
        TtlResult result =
                TtlAlgorithm.renew("id", TtlLimits.SYSTEM_DEFAULT, terms("", "1h", "30m", ""), null, START, muchLater);
        assertThat(result.expiresAt()).isEqualTo(muchLater.plus(d("30m")));
        assertThat(result.hardEnd()).isNull();
    }

    @Test
    void anExplicitMaxEndsAPeriodicLease() {
        LeaseTerms terms = terms("", "", "2h", "5h");
        TtlResult last = TtlAlgorithm.renew("id", TtlLimits.SYSTEM_DEFAULT, terms, null, START, START.plus(d("4h")));
        assertThat(last.ttl()).isEqualTo(d("1h"));
        assertThat(last.hardEnd()).isEqualTo(START.plus(d("5h")));
        assertThat(last.warnings()).singleElement().asString().startsWith("TTL of \"2h\" exceeded");
        assertThatThrownBy(() ->
                        TtlAlgorithm.renew("id", TtlLimits.SYSTEM_DEFAULT, terms, null, START, START.plus(d("5h"))))
                .isInstanceOf(LeaseExpiredException.class);
    }

    @Test
    void anIncrementCountsFromNowAndMayShorten() {
        TtlLimits limits = TtlLimits.SYSTEM_DEFAULT;
        Instant later = START.plus(d("10m"));
        assertThat(TtlAlgorithm.renew("id", limits, terms("1h", "24h", "", ""), d("5m"), START, later)
                        .expiresAt())
                .isEqualTo(later.plus(d("5m")));
        assertThat(TtlAlgorithm.renew("id", limits, terms("1h", "24h", "", ""), Duration.ZERO, START, later)
                        .expiresAt())
                .isEqualTo(later.plus(d("1h")));
    }

    @Test
    void theMaxCountsFromTheIssueAndIsReadAgain() {
        Instant later = START.plus(d("90m"));
        LeaseTerms terms = terms("1h", "2h", "", "");
        TtlResult result = TtlAlgorithm.renew("id", TtlLimits.SYSTEM_DEFAULT, terms, null, START, later);
        assertThat(result.ttl()).isEqualTo(d("30m"));
        assertThat(result.warnings())
                .containsExactly("TTL of \"1h\" exceeded the effective max_ttl of \"30m\"; "
                        + "TTL value is capped accordingly");
        TtlLimits raised = TtlLimits.SYSTEM_DEFAULT;
        assertThat(TtlAlgorithm.renew("id", raised, terms("1h", "24h", "", ""), null, START, later)
                        .warnings())
                .isEmpty();
    }

    @Test
    void aRenewalPastTheMaxIsRefused() {
        LeaseTerms terms = terms("1h", "2h", "", "");
        for (String age : new String[] {"2h", "3h", "7200s"}) {
            assertThatThrownBy(() -> TtlAlgorithm.renew(
                            "db/creds/r/1", TtlLimits.SYSTEM_DEFAULT, terms, null, START, START.plus(d(age))))
                    .isInstanceOf(LeaseExpiredException.class)
                    .hasMessage("past the max TTL, cannot renew (lease db/creds/r/1)");
        }
        assertThat(TtlAlgorithm.renew("id", TtlLimits.SYSTEM_DEFAULT, terms, null, START, START.plus(d("7199s")))
                        .ttl())
                .isEqualTo(d("1s"));
    }

    @Test
    void instantsAreCutToSeconds() {
        LeaseTerms terms = terms("1h", "2h", "", "");
        Instant issued = START.plusMillis(999);
        assertThat(TtlAlgorithm.issue(TtlLimits.SYSTEM_DEFAULT, terms, null, issued)
                        .expiresAt())
                .isEqualTo(START.plus(d("1h")));
        assertThat(TtlAlgorithm.renew("id", TtlLimits.SYSTEM_DEFAULT, terms, d("9h"), issued, START.plusMillis(60_999))
                        .hardEnd())
                .isEqualTo(START.plus(d("2h")));
    }

    @Test
    void absurdDurationsAreBoundedInsteadOfOverflowing() {
        Duration absurd = Duration.ofSeconds(Long.MAX_VALUE);
        LeaseTerms terms = new LeaseTerms(absurd, absurd, Duration.ZERO, absurd, true);
        TtlResult result = TtlAlgorithm.issue(TtlLimits.SYSTEM_DEFAULT, terms, absurd, START);
        assertThat(result.ttl()).isEqualTo(d("768h"));
    }

    @Test
    void aMountsOwnDefaultMustNotExceedItsMax() {
        TtlLimits system = TtlLimits.SYSTEM_DEFAULT;
        assertThatThrownBy(() -> system.checkMount(d("2h"), d("1h")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("default_lease_ttl: must not exceed the max TTL of 1h, was 2h");
        assertThatThrownBy(() -> system.checkMount(d("769h"), Duration.ZERO))
                .hasMessage("default_lease_ttl: must not exceed the max TTL of 768h, was 769h");
        assertThatThrownBy(() -> system.checkMount(Duration.ofHours(-1), Duration.ZERO))
                .hasMessage("default_lease_ttl: must not be a negative duration, was -1h");
        assertThatThrownBy(() -> system.checkMount(Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessageStartingWith("max_lease_ttl: must not be longer than 2562047h47m16s");
        system.checkMount(d("1h"), d("1h"));
        system.checkMount(d("769h"), d("87600h"));
        system.checkMount(Duration.ZERO, d("1h"));
    }

    @Test
    void theSystemsLimitsArePositive() {
        assertThatThrownBy(() -> new TtlLimits(Duration.ZERO, d("1h")))
                .hasMessage("default_lease_ttl: must be at least one second, was 0s");
        assertThatThrownBy(() -> new TtlLimits(d("1h"), Duration.ofMillis(999)))
                .hasMessage("max_lease_ttl: must be at least one second, was 0.999s");
    }
}
