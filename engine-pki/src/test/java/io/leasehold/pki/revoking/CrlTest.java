package io.leasehold.pki.revoking;

import static io.leasehold.pki.revoking.RevokingWorld.MOUNT;
import static io.leasehold.pki.revoking.RevokingWorld.number;
import static io.leasehold.pki.revoking.RevokingWorld.serials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.issuer.AccessUrls;
import io.leasehold.pki.internal.issuer.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrlTest {

    private final RevokingWorld world = RevokingWorld.ready();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRevocationIsListedWithinAboutASecondAndTheNumberGrowsByOne() throws Exception {
        X509CRLHolder before = world.crl();
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));
        world.broker().write(MOUNT + "/revoke", Map.of("serial_number", leaf.serial(), "reason", "keyCompromise"));

        world.pass(Duration.ofSeconds(1), 1);
        X509CRLHolder after = world.crl();

        assertThat(serials(before)).isEmpty();
        assertThat(serials(after)).containsExactly(leaf.certificate().serial());
        assertThat(number(after)).isEqualTo(number(before) + 1);
        assertThat(after.getRevokedCertificate(leaf.certificate().serial()).getExtension(Extension.reasonCode))
                .isNotNull();
        assertThat(after.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .setProvider(Crypto.bouncyCastle())
                        .build(world.root.issuer.certificate().holder())))
                .isTrue();
        assertThat(after.getIssuer()).isEqualTo(world.root.issuer.certificate().subject());
        assertThat(after.getExtension(Extension.authorityKeyIdentifier)).isNotNull();
    }

    @Test
    void manyRevocationsShareABuild() {
        long before = number(world.crl());
        for (int i = 0; i < 20; i++) {
            world.revoke(world.issue(world.root, Duration.ofHours(1)));
        }
        world.settle();

        assertThat(serials(world.crl())).hasSize(20);
        assertThat(number(world.crl())).isEqualTo(before + 1);
    }

    @Test
    void anIdleListIsReplacedBeforeItEnds() {
        long first = number(world.crl());
        world.pass(Duration.ofHours(61), 61);

        // Not by this read: the duty was earlier.
        assertThat(number(world.crl())).isEqualTo(first + 1);
        assertThat(world.crl().getNextUpdate().toInstant()).isAfter(world.now().plus(Duration.ofHours(12)));
    }

    @Test
    void anExpiredListIsNeverServedEvenIfNoDutyRuns() {
        long first = number(world.crl());
        world.time.advance(Duration.ofHours(100));

        X509CRLHolder served = world.crl();

        assertThat(served.getNextUpdate().toInstant()).isAfter(world.now());
        assertThat(number(served)).isEqualTo(first + 1);
    }

    @Test
    void whatExpiresLeavesTheList() {
        Authority.Leaf soon = world.issue(world.root, Duration.ofMinutes(10));
        Authority.Leaf later = world.issue(world.root, Duration.ofDays(10));
        world.revoke(soon);
        world.revoke(later);
        world.settle();
        world.time.advance(Duration.ofMinutes(11));

        world.broker().write(MOUNT + "/crl/rotate");

        assertThat(serials(world.crl())).containsExactly(later.certificate().serial());
    }

    @Test
    void whatExpiresBeforeItWasListedIsListedOnce() {
        world.crl();
        Authority.Leaf soon = world.issue(world.root, Duration.ofMinutes(1));
        world.revoke(soon);
        world.time.advance(Duration.ofMinutes(2));

        world.broker().write(MOUNT + "/crl/rotate");
        Set<?> first = serials(world.crl());
        world.time.advance(Duration.ofMinutes(2));
        world.broker().write(MOUNT + "/crl/rotate");

        assertThat(first).hasSize(1);
        assertThat(serials(world.crl())).isEmpty();
    }

    @Test
    void aDisabledListIsEmptySignedAndReturnsWithAllRevocations() {
        Authority.Leaf before = world.issue(world.root, Duration.ofDays(1));
        world.revoke(before);
        world.settle();
        world.crlConfig("disable", true);
        Authority.Leaf meanwhile = world.issue(world.root, Duration.ofDays(1));
        world.revoke(meanwhile);
        world.settle();
        X509CRLHolder disabled = world.crl();

        world.crlConfig("disable", false);
        world.settle();

        assertThat(serials(disabled)).isEmpty();
        assertThat(serials(world.crl()))
                .containsExactlyInAnyOrder(
                        before.certificate().serial(), meanwhile.certificate().serial());
    }

    @Test
    void deltasStandBetweenFullLists() {
        Authority.Leaf early = world.issue(world.root, Duration.ofDays(30));
        world.revoke(early);
        // Deltas repeat what was revoked shortly before the full list, which might have been under way.
        world.pass(Duration.ofMinutes(3), 3);
        world.crlConfig("auto_rebuild", true, "enable_delta", true, "delta_rebuild_interval", "1m");
        world.settle();
        X509CRLHolder full = world.crl();
        X509CRLHolder empty = world.crl("crl/delta").orElseThrow();
        world.pass(Duration.ofMinutes(5), 10);
        Authority.Leaf late = world.issue(world.root, Duration.ofDays(30));
        world.revoke(late);
        world.pass(Duration.ofMinutes(1), 20);

        X509CRLHolder delta = world.crl("crl/delta").orElseThrow();
        assertThat(number(world.crl())).isEqualTo(number(full));
        assertThat(serials(empty)).isEmpty();
        assertThat(number(empty)).isEqualTo(number(full));
        assertThat(serials(delta)).containsExactly(late.certificate().serial());
        assertThat(number(delta)).isGreaterThan(number(full));
        Extension indicator = delta.getExtension(Extension.deltaCRLIndicator);
        assertThat(indicator.isCritical()).isTrue();
        assertThat(ASN1Integer.getInstance(indicator.getParsedValue())
                        .getValue()
                        .longValueExact())
                .isEqualTo(number(full));
        assertThat(delta.getNextUpdate().toInstant()).isBefore(world.now().plus(Duration.ofMinutes(5)));
        // The next full list takes it over.
        world.broker().read(MOUNT + "/crl/rotate");
        assertThat(serials(world.crl())).hasSize(2);
        assertThat(number(world.crl())).isEqualTo(number(delta) + 1);
        assertThat(serials(world.crl("crl/delta").orElseThrow())).isEmpty();
    }

    @Test
    void withoutDeltasThereIsNoSuchDocument() {
        assertThat(world.broker()
                        .read(MOUNT + "/crl/delta")
                        .as(PkiDocument.class)
                        .body())
                .isEmpty();
        assertThatThrownBy(() -> world.broker().write(MOUNT + "/crl/rotate-delta"))
                .hasMessageContaining("enable_delta");
    }

    @Test
    void fullListsSayWhereTheDeltaIs() {
        Authority other = Authority.make(
                "Other",
                KeyKind.of("ec", 384),
                false,
                null,
                world.now(),
                new AccessUrls(List.of(), List.of(), List.of("http://crl.example/delta"), List.of()));
        world.issuers.add(other);
        world.crlConfig("auto_rebuild", true, "enable_delta", true);
        world.settle();

        assertThat(world.crl("issuer/other/crl/der").orElseThrow().getExtension(Extension.freshestCRL))
                .isNotNull();
        assertThat(world.crl("issuer/other/crl/delta/der").orElseThrow().getExtension(Extension.freshestCRL))
                .isNull();
    }

    @Test
    void eachAuthorityHasItsOwnListAndStrangersGoToTheDefault() {
        Authority other = Authority.root("Other", world.now());
        world.issuers.add(other);
        Authority.Leaf ofRoot = world.issue(world.root, Duration.ofHours(1));
        Authority.Leaf ofOther = world.issue(other, Duration.ofHours(1));
        Authority gone = Authority.root("Gone", world.now());
        Authority.Leaf ofGone = world.issue(gone, Duration.ofHours(1));
        List.of(ofRoot, ofOther, ofGone).forEach(world::revoke);
        world.settle();

        assertThat(serials(world.crl()))
                .containsExactlyInAnyOrder(
                        ofRoot.certificate().serial(), ofGone.certificate().serial());
        assertThat(serials(world.crl("issuer/other/crl/der").orElseThrow()))
                .containsExactly(ofOther.certificate().serial());
    }

    @Test
    void aRevokedIssuerIsListedByItsParentAlone() {
        Authority below =
                Authority.make("Below", KeyKind.of("ec", 256), false, world.root, world.now(), AccessUrls.NONE);
        world.issuers.add(below);
        world.settle();
        Instant when = world.now();
        world.issuers.add(below.with(Set.of(Usage.CRL_SIGNING, Usage.OCSP_SIGNING), Optional.of(when)));
        world.settle();

        assertThat(serials(world.crl()))
                .containsExactly(below.issuer.certificate().serial());
        assertThat(serials(world.crl("issuer/below/crl/der").orElseThrow())).isEmpty();
    }

    @Test
    void whoMayNotSignListsHasNone() {
        Authority other = Authority.root("Other", world.now()).with(Set.of(Usage.OCSP_SIGNING), Optional.empty());
        world.issuers.add(other);

        assertThat(world.crl("issuer/other/crl/der")).isEmpty();
    }

    @Test
    void beforeThereIsAnAuthorityTheListIsEmpty() {
        world.issuers.remove(world.root.issuer.id());

        assertThat(world.crl("crl")).isEmpty();
        world.settle();
    }

    @ParameterizedTest
    @CsvSource({
        "expiry,1s,expiry",
        "expiry,5000d,expiry",
        "enable_delta,true,enable_delta",
        "auto_rebuild_grace_period,-1s,auto_rebuild_grace_period",
        "delta_rebuild_interval,0,delta_rebuild_interval",
        "ocsp_expiry,-1h,ocsp_expiry",
        "expirry,1h,expirry"
    })
    void whatMakesNoSenseIsRefusedByName(String field, String value, String named) {
        assertThatThrownBy(() -> world.crlConfig(field, value))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(named);
    }

    @Test
    void fieldsThatBelongTogetherAreCheckedTogether() {
        assertThatThrownBy(() -> world.crlConfig("auto_rebuild", true, "expiry", "10h"))
                .hasMessageContaining("auto_rebuild_grace_period");
        assertThatThrownBy(() ->
                        world.crlConfig("auto_rebuild", true, "enable_delta", true, "delta_rebuild_interval", "73h"))
                .hasMessageContaining("delta_rebuild_interval");
        assertThat(world.crlConfig("expiry", "10h")).containsEntry("expiry", 36000L);
        assertThat(world.broker().read(MOUNT + "/config/crl").data()).containsEntry("auto_rebuild", false);
    }

    @Test
    void textsAreThereToo() {
        String pem =
                world.broker().read(MOUNT + "/crl/pem").as(PkiDocument.class).body();

        assertThat(pem).startsWith("-----BEGIN X509 CRL-----").endsWith("-----END X509 CRL-----");
        assertThat(world.broker().read(MOUNT + "/cert/crl").data()).containsEntry("certificate", pem);
        assertThat(world.broker().read(MOUNT + "/issuer/root/crl").data()).containsEntry("crl", pem);
        assertThat(world.broker()
                        .read(MOUNT + "/issuer/default/crl/pem")
                        .as(PkiDocument.class)
                        .body())
                .isEqualTo(pem);
    }

    @Test
    void rsaWithPssStaysPss() throws Exception {
        Authority pss = Authority.make("Pss", KeyKind.of("rsa", 2048), true, null, world.now(), AccessUrls.NONE);
        world.issuers.add(pss);

        X509CRLHolder crl = world.crl("issuer/pss/crl/der").orElseThrow();

        assertThat(crl.toASN1Structure().getSignatureAlgorithm())
                .isEqualTo(pss.key.scheme().identifier());
        assertThat(crl.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .setProvider(Crypto.bouncyCastle())
                        .build(pss.issuer.certificate().holder())))
                .isTrue();
    }
}
