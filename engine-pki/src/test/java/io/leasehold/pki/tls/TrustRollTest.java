package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.testkit.rotation.TurnableSecret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A CA is replaced by another one, and services move to it one after another. */
class TrustRollTest {

    private final TestAuthority old = TestAuthority.root("Old root");
    private final TestAuthority fresh = TestAuthority.root("Fresh root");

    @Test
    void whoHasMovedStillTrustsThoseWhoHaveNot() throws IOException {
        TurnableSecret moving = new TurnableSecret(old.issue("moving").secret());
        try (RotatingTls moved = RotatingTls.builder().secret(moving).build();
                RotatingTls still = tls(old)) {
            moving.turn(fresh.issue("moved").secret());
            assertThat(moved.status().formerTrust()).isEqualTo(1);
            assertThat(moved.trustManager().getAcceptedIssuers())
                    .containsExactlyInAnyOrder(old.certificate(), fresh.certificate());
            // The client names its authorities, so the one that has moved shows a certificate that it can check.
            still.trustAlso(fresh.pem());
            assertThat(TlsPair.handshake(moved.sslContext(), still.sslContext(), true, TlsPair.TLS_1_3)
                            .atServer()
                            .getIssuerX500Principal())
                    .isEqualTo(old.certificate().getSubjectX500Principal());
            assertThat(TlsPair.handshake(still.sslContext(), moved.sslContext(), true, TlsPair.TLS_1_3)
                            .atServer()
                            .getIssuerX500Principal())
                    .isEqualTo(fresh.certificate().getSubjectX500Principal());
        }
    }

    @Test
    void aServerThatKnowsTheOldRootOnlyGetsTheFormerCertificate() throws IOException {
        TurnableSecret moving = new TurnableSecret(old.issue("moving").secret());
        try (RotatingTls moved = RotatingTls.builder().secret(moving).build();
                RotatingTls still = tls(old)) {
            moving.turn(fresh.issue("moved").secret());
            assertThat(TlsPair.handshake(still.sslContext(), moved.sslContext(), true, TlsPair.TLS_1_3)
                            .atServer()
                            .getSubjectX500Principal()
                            .getName())
                    .isEqualTo("CN=moving");
            moved.invalidateSessions();
            assertThatThrownBy(() -> TlsPair.handshake(still.sslContext(), moved.sslContext(), true, TlsPair.TLS_1_3))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aSuccessorOfTheSameNameThatTheOldRootHasSignedIsSentAlong() throws IOException {
        TestAuthority successor = old.intermediate("Old root");
        try (RotatingTls moved = tls(successor);
                RotatingTls still = tls(old)) {
            assertThat(TlsPair.handshake(moved.sslContext(), still.sslContext(), true, TlsPair.TLS_1_3)
                            .atServer()
                            .getIssuerX500Principal())
                    .isEqualTo(old.certificate().getSubjectX500Principal());
            assertThat(TlsPair.handshake(still.sslContext(), moved.sslContext(), true, TlsPair.TLS_1_3)
                            .atServer()
                            .getIssuerX500Principal())
                    .isEqualTo(successor.certificate().getSubjectX500Principal());
        }
    }

    @Test
    void theOldTrustEndsWithTheOldCertificate() throws IOException {
        Instant start = Instant.now();
        AtomicReference<Instant> now = new AtomicReference<>(start);
        TurnableSecret moving =
                new TurnableSecret(old.issue("moving", "EC", start.minusSeconds(30), start.plusSeconds(600))
                        .secret());
        try (RotatingTls moved =
                        RotatingTls.builder().secret(moving).clock(now::get).build();
                RotatingTls still = RotatingTls.builder()
                        .secret(new TurnableSecret(old.issue("still").secret()))
                        .trust(old.pem())
                        .trust(fresh.pem())
                        .build()) {
            moving.turn(fresh.issue("moved").secret());
            TlsPair.handshake(moved.sslContext(), still.sslContext(), true, TlsPair.TLS_1_3);
            now.set(start.plusSeconds(601));
            moved.sslContext().getServerSessionContext();
            assertThat(moved.trustManager().getAcceptedIssuers()).containsExactly(fresh.certificate());
            assertThat(moved.status().formerTrust()).isZero();
            try (RotatingTls other = RotatingTls.builder()
                    .secret(new TurnableSecret(old.issue("other").secret()))
                    .trust(fresh.pem())
                    .build()) {
                assertThatThrownBy(
                                () -> TlsPair.handshake(moved.sslContext(), other.sslContext(), true, TlsPair.TLS_1_3))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void manyTurnsUnderOneAuthorityLeaveNoFormerTrust() {
        TurnableSecret secret = new TurnableSecret(old.issue("0").secret());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            for (int i = 1; i <= 50; i++) {
                secret.turn((i % 2 == 0 ? old : fresh).issue("" + i).secret());
            }
            assertThat(tls.status().generation()).isEqualTo(51);
            assertThat(tls.status().formerTrust()).isEqualTo(1);
            assertThat(tls.status().trusted()).isEqualTo(2);
        }
    }

    @Test
    void formerTrustIsDroppedOnDemand() {
        TurnableSecret secret = new TurnableSecret(old.issue("0").secret());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            secret.turn(fresh.issue("1").secret());
            tls.dropFormerTrust();
            assertThat(tls.trustManager().getAcceptedIssuers()).containsExactly(fresh.certificate());
        }
    }

    @Test
    void trustFollowsASecretOfItsOwn() {
        TurnableSecret trust = new TurnableSecret(TestCertificate.secretOf(Map.of("certificate", old.pem())));
        try (RotatingTls tls = RotatingTls.builder()
                .secret(new TurnableSecret(old.issue("app").secret()))
                .trustFrom(trust)
                .build()) {
            assertThat(tls.trustManager().getAcceptedIssuers()).containsExactly(old.certificate());
            trust.turn(TestCertificate.secretOf(Map.of("ca_chain", fresh.pem())));
            assertThat(tls.trustManager().getAcceptedIssuers())
                    .containsExactlyInAnyOrder(old.certificate(), fresh.certificate());
            assertThat(tls.status().generation()).isEqualTo(1);
            trust.turn(TestCertificate.secretOf(Map.of("ca_chain", "garbage")));
            assertThat(tls.trustManager().getAcceptedIssuers()).hasSize(2);
            assertThat(tls.status().refused()).isEqualTo(1);
            assertThat(tls.status().lastError().orElseThrow()).contains("trust", "ca_chain");
        }
        assertThat(trust.listeners()).isZero();
    }

    @Test
    void aFormerCertificateWithALeaseIsGivenForTheDrainOnly() {
        Instant start = Instant.now();
        AtomicReference<Instant> now = new AtomicReference<>(start);
        io.leasehold.Lease lease = new io.leasehold.Lease("a/b", Duration.ofHours(1), false, start);
        TurnableSecret secret =
                new TurnableSecret(TestCertificate.secretOf(old.issue("0").data(), lease));
        java.security.Principal[] wanted = {old.certificate().getSubjectX500Principal()};
        try (RotatingTls tls = RotatingTls.builder()
                .secret(secret)
                .drain(Duration.ofSeconds(60))
                .clock(now::get)
                .build()) {
            secret.turn(fresh.issue("1").secret());
            assertThat(tls.keyManager().chooseServerAlias("EC", wanted, null)).isEqualTo("leasehold-1");
            now.set(start.plusSeconds(61));
            assertThat(tls.keyManager().chooseServerAlias("EC", wanted, null)).isNull();
            assertThat(tls.keyManager().chooseServerAlias("EC", null, null)).isEqualTo("leasehold-2");
        }
    }

    private static RotatingTls tls(TestAuthority authority) {
        return RotatingTls.builder()
                .secret(new TurnableSecret(authority.issue("app").secret()))
                .build();
    }
}
