package io.leasehold.pki.internal.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.PkiRole;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.LeafNotAfter;
import io.leasehold.pki.internal.role.RoleRules;
import io.leasehold.spi.engine.LeaseLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValidityTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.750Z");
    private static final LeaseLimits MOUNT = new LeaseLimits(Duration.ofDays(32), Duration.ofDays(32));

    private final TestIssuers issuers = new TestIssuers(new Crypto(Crypto.bouncyCastle(), new SecureRandom()));
    private final List<String> warnings = new ArrayList<>();
    private Issuer issuer = issuers.add("default", TestIssuers.shape(), NOW);

    private Validity decide(
            UnaryOperator<PkiRole.Builder> role, @Nullable Duration ttl, String notAfter, String notBefore) {
        warnings.clear();
        RoleRules rules = RoleRules.of(role.apply(PkiRole.builder()).build());
        Wish wish =
                Wish.of(null, null, null, null, null, null, null, ttl, notAfter, notBefore, null, null, false, false);
        return Validity.of(rules.validity(), MOUNT, wish, issuer, NOW, warnings);
    }

    private Instant end(UnaryOperator<PkiRole.Builder> role, @Nullable Duration ttl) {
        return decide(role, ttl, "", "").notAfter();
    }

    private static Instant in(Duration life) {
        return Instant.ofEpochSecond(NOW.getEpochSecond()).plus(life);
    }

    private void refused(Runnable decision, String field, String words) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(decision::run)
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.field()).contains(field));
    }

    @Test
    void theRequestThenTheRoleThenTheMount() {
        assertThat(end(r -> r.ttl(Duration.ofHours(2)), Duration.ofHours(1))).isEqualTo(in(Duration.ofHours(1)));
        assertThat(end(r -> r.ttl(Duration.ofHours(2)), null)).isEqualTo(in(Duration.ofHours(2)));
        assertThat(end(r -> r, null)).isEqualTo(in(Duration.ofDays(32)));
        assertThat(warnings).isEmpty();
    }

    @Test
    void aLongerLifeIsCutWithAWarning() {
        assertThat(end(r -> r.maxTtl(Duration.ofHours(24)), Duration.ofHours(25)))
                .isEqualTo(in(Duration.ofHours(24)));
        assertThat(warnings).singleElement().asString().contains("max_ttl");
        assertThat(end(r -> r.maxTtl(Duration.ofHours(24)), null)).isEqualTo(in(Duration.ofHours(24)));
        assertThat(warnings).hasSize(1);
        assertThat(end(r -> r, Duration.ofHours(10_000))).isEqualTo(in(Duration.ofDays(32)));
        assertThat(warnings).singleElement().asString().contains("the mount's max TTL");
        assertThat(end(r -> r.maxTtl(Duration.ofHours(1000)), Duration.ofHours(900)))
                .isEqualTo(in(Duration.ofHours(900)));
        assertThat(warnings).isEmpty();
    }

    @Test
    void notAfterDoesNotEscapeMaxTtl() {
        UnaryOperator<PkiRole.Builder> day = r -> r.maxTtl(Duration.ofHours(24));
        assertThat(decide(day, null, "2030-01-01T00:00:00Z", "").notAfter()).isEqualTo(in(Duration.ofHours(24)));
        assertThat(warnings).singleElement().asString().contains("not_after");
        assertThat(decide(day, null, "2026-11-22T20:00:00Z", "").notAfter())
                .isEqualTo(Instant.parse("2026-11-22T20:00:00Z"));
        assertThat(warnings).isEmpty();
        refused(() -> decide(day, null, "2026-11-22T09:00:00Z", ""), "not_after", "ended");
    }

    @Test
    void theFixedEndOfARoleIsTheLatest() {
        UnaryOperator<PkiRole.Builder> fixed = r -> r.notAfter("2026-11-23T00:00:00Z");
        assertThat(end(fixed, null)).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(end(fixed, Duration.ofHours(1))).isEqualTo(in(Duration.ofHours(1)));
        assertThat(end(fixed, Duration.ofHours(100))).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(warnings).hasSize(1);
    }

    @Test
    void theEndOfAnIssuerIsHeededAsItSays() {
        issuer = issuers.add("default", TestIssuers.shape().life(Duration.ofHours(10)), NOW);
        refused(() -> end(r -> r, Duration.ofHours(11)), "ttl", "beyond the expiration of the CA certificate at");
        assertThat(end(r -> r, Duration.ofHours(9))).isEqualTo(in(Duration.ofHours(9)));
        issuer = issuers.add(
                "default", TestIssuers.shape().life(Duration.ofHours(10)).leaf(LeafNotAfter.TRUNCATE), NOW);
        assertThat(end(r -> r, Duration.ofHours(11)))
                .isEqualTo(issuer.certificate().notAfter());
        assertThat(warnings).hasSize(1);
        issuer = issuers.add(
                "default", TestIssuers.shape().life(Duration.ofHours(10)).leaf(LeafNotAfter.PERMIT), NOW);
        assertThat(end(r -> r, Duration.ofHours(11))).isEqualTo(in(Duration.ofHours(11)));
    }

    @ParameterizedTest
    @EnumSource(LeafNotAfter.class)
    void anExpiredIssuerSignsNothing(LeafNotAfter behaviour) {
        issuer = issuers.add(
                "default",
                TestIssuers.shape().life(Duration.ofHours(1)).leaf(behaviour),
                NOW.minus(Duration.ofHours(2)));
        refused(() -> end(r -> r, Duration.ofMinutes(1)), "issuer_ref", "beyond the expiration of the CA certificate");
    }

    @Test
    void theBeginningIsBackdatedUnlessItIsAskedFor() {
        assertThat(decide(r -> r, null, "", "").notBefore()).isEqualTo(in(Duration.ofSeconds(-30)));
        assertThat(decide(r -> r.notBeforeDuration(Duration.ofMinutes(5)), null, "", "")
                        .notBefore())
                .isEqualTo(in(Duration.ofMinutes(-5)));
        assertThat(decide(r -> r, null, "", "2026-11-22T12:00:00Z").notBefore())
                .isEqualTo(Instant.parse("2026-11-22T12:00:00Z"));
        refused(() -> decide(r -> r, Duration.ofHours(1), "", "2026-11-22T12:00:00Z"), "not_before", "not before");
    }

    @Test
    void aRoleMayBoundTheBeginning() {
        refused(
                () -> decide(r -> r.notBeforeBound("forbid"), null, "", "2026-11-22T09:59:59Z"),
                "not_before",
                "not_before_bound=forbid");
        UnaryOperator<PkiRole.Builder> bound =
                r -> r.notBeforeBound("duration").notBeforeDuration(Duration.ofMinutes(5));
        assertThat(decide(bound, null, "", "2026-11-22T09:56:00Z").notBefore())
                .isEqualTo(Instant.parse("2026-11-22T09:56:00Z"));
        refused(() -> decide(bound, null, "", "2026-11-22T09:54:00Z"), "not_before", "not_before_bound=duration");
    }

    @Test
    void aRoleMayBoundTheEnd() {
        refused(
                () -> decide(r -> r.notAfterBound("forbid"), null, "2026-11-23T00:00:00Z", ""),
                "not_after",
                "not_after_bound=forbid");
        UnaryOperator<PkiRole.Builder> limited =
                r -> r.notAfterBound("ttl-limited").ttl(Duration.ofHours(2));
        assertThat(decide(limited, null, "2026-11-22T11:00:00Z", "").notAfter())
                .isEqualTo(Instant.parse("2026-11-22T11:00:00Z"));
        refused(() -> decide(limited, null, "2026-11-22T13:00:00Z", ""), "not_after", "ttl-limited");
        UnaryOperator<PkiRole.Builder> dated = r -> r.notAfterBound("2026-11-22T12:00:00Z");
        refused(() -> decide(dated, null, "2026-11-22T13:00:00Z", ""), "not_after", "not_after_bound");
    }

    @Test
    void theEndOfTimeIsAnEnd() {
        issuer = issuers.add("default", TestIssuers.shape().leaf(LeafNotAfter.PERMIT), NOW);
        UnaryOperator<PkiRole.Builder> endless = r -> r.maxTtl(Duration.ofSeconds(Long.MAX_VALUE / 4));
        assertThat(decide(endless, null, "9999-12-31T23:59:59Z", "").notAfter()).isEqualTo(Validity.LAST);
        assertThat(end(endless, Duration.ofSeconds(Long.MAX_VALUE / 8))).isEqualTo(Validity.LAST);
    }

    @Test
    void lessThanASecondIsNoLife() {
        refused(() -> end(r -> r, Duration.ofMillis(10)), "ttl", "ended");
        refused(() -> end(r -> r, Duration.ofSeconds(-1)), "ttl", "negative");
    }
}
