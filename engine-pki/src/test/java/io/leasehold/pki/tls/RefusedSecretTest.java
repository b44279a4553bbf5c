package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.testkit.rotation.TurnableSecret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets that are no good are refused, at the start and at a turn, and the last good one stays. */
class RefusedSecretTest {

    private static final TestAuthority ROOT = TestAuthority.root("Root");
    private static final TestAuthority AUTHORITY = ROOT.intermediate("Intermediate");

    static List<Arguments> badSecrets() {
        TestCertificate good = AUTHORITY.issue("bad");
        Instant now = Instant.now();
        Duration hour = Duration.ofHours(1);
        TestAuthority namesake = TestAuthority.root("Root").intermediate("Intermediate");
        String key = Pem.traditional(good.key());
        List<Arguments> bad = new ArrayList<>();
        bad.add(Arguments.of(
                "private_key",
                "match",
                good.with("private_key", Pem.traditional(AUTHORITY.issue("x").key()))));
        bad.add(Arguments.of(
                "private_key",
                "match",
                good.with(
                        "private_key",
                        Pem.traditional(AUTHORITY.issue("x", "RSA").key()))));
        bad.add(Arguments.of("private_key", "missing", good.without("private_key")));
        bad.add(Arguments.of("private_key", "2 keys", good.with("private_key", key + "\n" + key)));
        bad.add(Arguments.of("private_key", "damaged", good.with("private_key", key.replace("M", "*"))));
        bad.add(Arguments.of("private_key", "no PEM", good.with("private_key", "hunter2-hunter2")));
        bad.add(Arguments.of("certificate", "missing", good.without("certificate")));
        bad.add(Arguments.of("certificate", "missing", good.with("certificate", 17)));
        bad.add(Arguments.of("certificate", "no PEM", good.with("certificate", "MIIB")));
        bad.add(Arguments.of("certificate", "no certificate", good.with("certificate", key)));
        bad.add(Arguments.of("certificate", "are not read", good.with("certificate", "x".repeat(3_000_000))));
        bad.add(Arguments.of(
                "certificate",
                "expired",
                AUTHORITY
                        .issue("bad", "EC", now.minus(hour), now.minusSeconds(1))
                        .secret()));
        bad.add(Arguments.of(
                "certificate",
                "not valid before",
                AUTHORITY
                        .issue("bad", "EC", now.plusSeconds(300), now.plus(hour))
                        .secret()));
        bad.add(Arguments.of("ca_chain", "not signed by", forged(good, namesake)));
        bad.add(Arguments.of(
                "ca_chain",
                "not signed by",
                ROOT.impostor("Impostor").issue("x").secret()));
        bad.add(Arguments.of(
                "ca_chain",
                "does not link",
                good.with(
                        "ca_chain",
                        List.of(AUTHORITY.pem(), TestAuthority.root("Other").pem()))));
        return bad;
    }

    private static Secret forged(TestCertificate good, TestAuthority namesake) {
        Map<String, Object> data = good.data();
        data.put("issuing_ca", namesake.pem());
        data.put("ca_chain", List.of(namesake.pem()));
        return TestCertificate.secretOf(data);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badSecrets")
    void isRefusedAtTheStart(String field, String problem, Secret bad) {
        TurnableSecret secret = new TurnableSecret(bad);
        assertThatThrownBy(() -> RotatingTls.builder().secret(secret).build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("hunter2");
        assertThat(secret.listeners()).isZero();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badSecrets")
    void isRefusedAtATurnAndTheLastGoodOneStays(String field, String problem, Secret bad) throws IOException {
        TestCertificate good = AUTHORITY.issue("good");
        TurnableSecret secret = new TurnableSecret(good.secret());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            secret.turn(bad);
            assertThat(tls.status().generation()).isEqualTo(1);
            assertThat(tls.status().refused()).isEqualTo(1);
            assertThat(tls.status().lastError().orElseThrow()).contains(field, problem);
            assertThat(secret.reported()).containsExactly(bad);
            assertThat(TlsPair.handshake(tls.sslContext(), tls.sslContext(), true, TlsPair.TLS_1_3)
                            .atClient())
                    .isEqualTo(good.certificate());
            secret.turn(AUTHORITY.issue("better").secret());
            assertThat(tls.status().generation()).isEqualTo(2);
            assertThat(tls.status().lastError()).isEmpty();
        }
    }

    @Test
    void theSameCertificateAgainIsNoNewGeneration() {
        TestCertificate good = AUTHORITY.issue("good");
        TurnableSecret secret = new TurnableSecret(good.secret());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            secret.turn(good.secret());
            assertThat(tls.status().generation()).isEqualTo(1);
            assertThat(tls.status().refused()).isZero();
        }
    }

    @Test
    void aChainInAnyOrderIsPutInOrder() {
        TestCertificate good = AUTHORITY.issue("good");
        TurnableSecret secret = new TurnableSecret(good.with("ca_chain", ROOT.pem() + "\n" + AUTHORITY.pem()));
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            assertThat(tls.keyManager().getCertificateChain("leasehold-1"))
                    .containsExactly(good.certificate(), AUTHORITY.certificate());
            assertThat(tls.trustManager().getAcceptedIssuers()).containsExactly(ROOT.certificate());
        }
    }

    @Test
    void aBundleInOneFieldIsRead() {
        TestCertificate good = AUTHORITY.issue("good");
        String bundle = Pem.traditional(good.key()) + "\n" + Pem.of(good.certificate()) + "\n" + AUTHORITY.pem() + "\n"
                + ROOT.pem() + "\n";
        TurnableSecret secret = new TurnableSecret(TestCertificate.secretOf(Map.of("certificate", bundle)));
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            assertThat(tls.keyManager().getPrivateKey("leasehold-1").getAlgorithm())
                    .isEqualTo("EC");
            assertThat(tls.status().trusted()).isEqualTo(1);
        }
    }

    @Test
    void keysAreReadInEveryForm() {
        for (String type : List.of("EC", "RSA", "Ed25519")) {
            TestCertificate good = AUTHORITY.issue("good", type);
            for (String pem : List.of(
                    Pem.traditional(good.key()),
                    Pem.pkcs8(good.key()),
                    Pem.sec1WithoutCurve(good.key()),
                    Pem.pkcs8(good.key()).replace("\n", "\r\n"))) {
                try (RotatingTls tls = RotatingTls.builder()
                        .secret(new TurnableSecret(good.with("private_key", pem)))
                        .build()) {
                    // That it is the right one, building has checked.
                    assertThat(tls.keyManager().getPrivateKey("leasehold-1").getAlgorithm())
                            .isEqualTo(good.key().getAlgorithm());
                }
            }
        }
    }

    @Test
    void theKeyOfASignedRequestIsGivenByTheApplication() throws IOException {
        TestCertificate signed = AUTHORITY.issue("signed");
        try (RotatingTls tls = RotatingTls.builder()
                .secret(new TurnableSecret(signed.without("private_key")))
                .privateKey(signed.key())
                .build()) {
            assertThat(TlsPair.handshake(tls.sslContext(), tls.sslContext(), true, TlsPair.TLS_1_3)
                            .atServer())
                    .isEqualTo(signed.certificate());
        }
    }

    @Test
    void anEncryptedKeyIsRefused() {
        TestCertificate good = AUTHORITY.issue("good");
        Secret encrypted = good.with(
                "private_key",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMCMwHAYKKoZIhvcNAQwBAzAOBAgAAAAAAAAAAAICCAAEAwAAAA==\n"
                        + "-----END ENCRYPTED PRIVATE KEY-----");
        assertThatThrownBy(() -> RotatingTls.builder()
                        .secret(new TurnableSecret(encrypted))
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("encrypted");
    }

    @Test
    void trustInNobodyIsSaidAndRefusesEverybody() {
        TestCertificate good = AUTHORITY.issue("good");
        Map<String, Object> data = good.data();
        data.remove("ca_chain");
        data.remove("issuing_ca");
        try (RotatingTls tls = RotatingTls.builder()
                .secret(new TurnableSecret(TestCertificate.secretOf(data)))
                .build()) {
            assertThatThrownBy(() -> TlsPair.handshake(tls.sslContext(), tls.sslContext(), false, TlsPair.TLS_1_3))
                    .hasStackTraceContaining("nobody to trust");
        }
    }
}
