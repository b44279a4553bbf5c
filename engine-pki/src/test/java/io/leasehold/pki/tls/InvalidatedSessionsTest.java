package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.testkit.rotation.TurnableSecret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions outlive a certificate until they are thrown away. */
class InvalidatedSessionsTest {

    private final TestAuthority authority = TestAuthority.root("Root");

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theServerResumesNoSessionThatWasBegunBefore(String protocol) throws IOException {
        TurnableSecret secret = new TurnableSecret(authority.issue("one").secret());
        try (RotatingTls server = RotatingTls.builder().secret(secret).build();
                RotatingTls client = client();
                SSLServerSocket listening = TlsPair.listen(server.sslContext(), true)) {
            TlsPair.Seen first = TlsPair.handshake(listening, client.sslContext(), protocol, "localhost");
            TestCertificate two = authority.issue("two");
            secret.turn(two.secret());
            TlsPair.Seen resumed = TlsPair.handshake(listening, client.sslContext(), protocol, "localhost");
            // A handshake of its own shows the second certificate. Not every JDK resumes here; ours does where its own
            // does.
            assertThat(resumed.atClient().equals(first.atClient())).isEqualTo(resumesByItself(protocol));
            server.invalidateSessions();
            // The same listening socket, and a client that still offers its session.
            TlsPair.Seen anew = TlsPair.handshake(listening, client.sslContext(), protocol, "localhost");
            assertThat(anew.atClient()).isEqualTo(two.certificate());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theClientOffersNoSessionThatWasBegunBefore(String protocol) throws IOException {
        TurnableSecret secret = new TurnableSecret(authority.issue("one").secret());
        try (RotatingTls server = RotatingTls.builder().secret(secret).build();
                RotatingTls client = client();
                SSLServerSocket listening = TlsPair.listen(server.sslContext(), true)) {
            TlsPair.handshake(listening, client.sslContext(), protocol, "localhost");
            TestCertificate two = authority.issue("two");
            secret.turn(two.secret());
            client.sslContext().getClientSessionContext().setSessionCacheSize(77);
            client.invalidateSessions();
            assertThat(TlsPair.handshake(listening, client.sslContext(), protocol, "localhost")
                            .atClient())
                    .isEqualTo(two.certificate());
            assertThat(client.sslContext().getClientSessionContext().getSessionCacheSize())
                    .isEqualTo(77);
        }
    }

    /**
     * Whether contexts of the JDK's own, with the same managers, resume a session after a rotation. Newer ones do not: they compare
     * the certificate that a session was made with.
     */
    private boolean resumesByItself(String protocol) throws IOException {
        AtomicInteger checked = new AtomicInteger();
        TurnableSecret turned = new TurnableSecret(authority.issue("first").secret());
        try (RotatingTls managers = RotatingTls.builder()
                        .secret(new TurnableSecret(authority.issue("bare").secret()))
                        .peerCheck(chain -> checked.incrementAndGet())
                        .build();
                RotatingTls server = RotatingTls.builder().secret(turned).build();
                SSLServerSocket listening = TlsPair.listen(bare(server), true)) {
            SSLContext client = bare(managers);
            TlsPair.handshake(listening, client, protocol, "localhost");
            turned.turn(authority.issue("another").secret());
            TlsPair.handshake(listening, client, protocol, "localhost");
            return checked.get() == 1;
        }
    }

    private static SSLContext bare(RotatingTls from) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {from.keyManager()}, new TrustManager[] {from.trustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private RotatingTls client() {
        return RotatingTls.builder()
                .secret(new TurnableSecret(authority.issue("client").secret()))
                .build();
    }
}
