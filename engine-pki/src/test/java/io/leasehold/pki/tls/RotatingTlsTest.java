package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Lease;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.testkit.rotation.TurnableSecret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes with sockets: identities, trust, and how the two roll. */
class RotatingTlsTest {

    private final TestAuthority authority = TestAuthority.root("Root").intermediate("Intermediate");

    private static RotatingTls tls(TestCertificate certificate) {
        return RotatingTls.builder()
                .secret(new TurnableSecret(certificate.secret()))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "EC, TLSv1.2",
        "EC, TLSv1.3",
        "EC384, TLSv1.2",
        "EC384, TLSv1.3",
        "RSA, TLSv1.2",
        "RSA, TLSv1.3",
        "Ed25519, TLSv1.2",
        "Ed25519, TLSv1.3",
    })
    void bothSidesShowTheirCertificates(String keyType, String protocol) throws IOException {
        TestCertificate server = authority.issue("server", keyType);
        TestCertificate client = authority.issue("client", keyType);
        try (RotatingTls atServer = tls(server);
                RotatingTls atClient = tls(client)) {
            TlsPair.Seen seen = TlsPair.handshake(atServer.sslContext(), atClient.sslContext(), true, protocol);
            assertThat(seen.atClient()).isEqualTo(server.certificate());
            assertThat(seen.atServer()).isEqualTo(client.certificate());
            assertThat(seen.protocol()).isEqualTo(protocol);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void aTurnIsSeenByTheNextHandshake(String protocol) throws IOException {
        TurnableSecret secret = new TurnableSecret(authority.issue("one").secret());
        try (RotatingTls atServer = RotatingTls.builder().secret(secret).build();
                RotatingTls atClient = tls(authority.issue("client"));
                SSLServerSocket listening = TlsPair.listen(atServer.sslContext(), true)) {
            TestCertificate two = authority.issue("two", "RSA");
            secret.turn(two.secret());
            // A client that has not been here before, so that no session is resumed.
            assertThat(TlsPair.handshake(listening, atClient.sslContext(), protocol, "localhost")
                            .atClient())
                    .isEqualTo(two.certificate());
            assertThat(atServer.status().generation()).isEqualTo(2);
            assertThat(atServer.status().subject()).isEqualTo("CN=two");
        }
    }

    @Test
    void aHostNameThatIsNotInTheCertificateIsRefused() throws IOException {
        try (RotatingTls both = tls(authority.issue("both"));
                SSLServerSocket listening = TlsPair.listen(both.sslContext(), false)) {
            assertThatThrownBy(() -> TlsPair.handshake(listening, both.sslContext(), TlsPair.TLS_1_3, "other.example"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("other.example");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void aClientOfAnotherAuthorityIsRefused(String protocol) {
        TestCertificate stranger = TestAuthority.root("Elsewhere").issue("stranger");
        try (RotatingTls atServer = tls(authority.issue("server"));
                RotatingTls atClient = RotatingTls.builder()
                        .secret(new TurnableSecret(stranger.secret()))
                        .trust(Pem.of(authority.chain().get(1)))
                        .build()) {
            assertThatThrownBy(() -> TlsPair.handshake(atServer.sslContext(), atClient.sslContext(), true, protocol))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsRefused() {
        try (RotatingTls atServer = tls(TestAuthority.root("Elsewhere").issue("server"));
                RotatingTls atClient = tls(authority.issue("client"))) {
            assertThatThrownBy(() ->
                            TlsPair.handshake(atServer.sslContext(), atClient.sslContext(), false, TlsPair.TLS_1_3))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void aPeerThatTheCheckRefusesIsRefused() {
        TestCertificate revoked = authority.issue("client");
        PeerCheck check = chain -> {
            if (chain[0].equals(revoked.certificate())) {
                throw new java.security.cert.CertificateException("revoked");
            }
        };
        try (RotatingTls atServer = RotatingTls.builder()
                        .secret(new TurnableSecret(authority.issue("server").secret()))
                        .peerCheck(check)
                        .build();
                RotatingTls atClient = tls(revoked)) {
            assertThatThrownBy(() ->
                            TlsPair.handshake(atServer.sslContext(), atClient.sslContext(), true, TlsPair.TLS_1_3))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theOwnIssuerIsTrustedAndItsSiblingIsNot() throws IOException {
        TestAuthority root = TestAuthority.root("Common root");
        TestAuthority mine = root.intermediate("Mine");
        TestAuthority sibling = root.intermediate("Sibling");
        try (RotatingTls narrow = RotatingTls.builder()
                        .secret(new TurnableSecret(mine.issue("server").secret()))
                        .trustOwnIssuer()
                        .build();
                RotatingTls near = tls(mine.issue("near"));
                RotatingTls far = tls(sibling.issue("far"))) {
            assertThat(TlsPair.handshake(narrow.sslContext(), near.sslContext(), true, TlsPair.TLS_1_3)
                            .atServer()
                            .getSubjectX500Principal()
                            .getName())
                    .isEqualTo("CN=near");
            assertThatThrownBy(() -> TlsPair.handshake(narrow.sslContext(), far.sslContext(), true, TlsPair.TLS_1_3))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theJvmsOwnTrustIsAddedWhereItIsAskedFor() {
        try (RotatingTls tls = RotatingTls.builder()
                .secret(new TurnableSecret(authority.issue("client").secret()))
                .trustDefaults()
                .trustRootOfChain()
                .build()) {
            assertThat(tls.trustManager().getAcceptedIssuers())
                    .contains(authority.chain().get(1))
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void statusTellsTheCertificateAndNoSecret() {
        Instant end = Instant.now().plus(Duration.ofMinutes(30));
        TestCertificate certificate = authority.issue("app", "EC", Instant.now().minusSeconds(30), end);
        TurnableSecret secret = new TurnableSecret("pki_int/issue/web-servers", certificate.secret());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            TlsStatus status = tls.status();
            assertThat(status.path()).isEqualTo("pki_int/issue/web-servers");
            assertThat(status.serialNumber().replace(":", ""))
                    .isEqualTo(String.format("%032x", certificate.certificate().getSerialNumber())
                            .substring(
                                    32 - status.serialNumber().replace(":", "").length()));
            assertThat(status.secondsToExpiry()).isBetween(1700L, 1800L);
            assertThat(status.trusted()).isEqualTo(1);
            assertThat(status.lastError()).isEmpty();
            assertThat(status + tls.toString()).doesNotContain("PRIVATE", "BEGIN");
        }
        assertThat(secret.isClosed()).isFalse();
        assertThat(secret.listeners()).isZero();
    }

    @Test
    void afterCloseNoHandshakeSucceeds() {
        RotatingTls server = tls(authority.issue("server"));
        server.close();
        server.close();
        try (RotatingTls client = tls(authority.issue("client"))) {
            assertThatThrownBy(
                            () -> TlsPair.handshake(server.sslContext(), client.sslContext(), false, TlsPair.TLS_1_3))
                    .isInstanceOf(IOException.class);
            assertThat(server.status().closed()).isTrue();
        }
    }

    @Test
    void theLeaseOfAReplacedCertificateIsHeldForTheDrain() {
        Lease lease = new Lease("pki_int/issue/web-servers/x", Duration.ofHours(1), false, Instant.now());
        TurnableSecret secret = new TurnableSecret(
                TestCertificate.secretOf(authority.issue("leased").data(), lease));
        try (RotatingTls tls = RotatingTls.builder()
                .secret(secret)
                .drain(Duration.ofSeconds(7))
                .build()) {
            secret.turn(authority.issue("two").secret());
            secret.turn(authority.issue("three").secret());
            assertThat(secret.holds()).containsExactly(Duration.ofSeconds(7));
            assertThat(tls.status().generation()).isEqualTo(3);
        }
    }

    @Test
    void theSettingsExcludeEachOther() {
        assertThatThrownBy(() -> RotatingTls.builder().build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("issue");
        assertThatThrownBy(() -> RotatingTls.builder()
                        .secret(new TurnableSecret(authority.issue("x").secret()))
                        .issue("pki/issue/x", Map.of())
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("secret");
        assertThatThrownBy(() -> RotatingTls.builder().name("Not this")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> RotatingTls.builder().drain(Duration.ofSeconds(-1)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> RotatingTls.builder().trust("nothing")).isInstanceOf(InvalidRequestException.class);
        TestCertificate certificate = authority.issue("x");
        assertThatThrownBy(
                        () -> RotatingTls.builder().trust(authority.pem() + "\n" + Pem.traditional(certificate.key())))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(List.of(authority.chain())).isNotEmpty();
    }
}
