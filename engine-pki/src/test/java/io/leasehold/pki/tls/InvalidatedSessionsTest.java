package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions outlive a certificate until they are thrown away; whether one was resumed shows by when it was made. */
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
            assertThat(resumed.created()).isEqualTo(first.created());
            assertThat(resumed.atClient()).isEqualTo(first.atClient());
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

    private RotatingTls client() {
        return RotatingTls.builder()
                .secret(new TurnableSecret(authority.issue("client").secret()))
                .build();
    }
}
