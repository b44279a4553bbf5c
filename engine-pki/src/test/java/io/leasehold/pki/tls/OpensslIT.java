package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.testkit.rotation.TurnableSecret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers and clients with rotating TLS against openssl's, which verify chains in their own way. */
class OpensslIT {

    private final TestAuthority authority = TestAuthority.root("Root").intermediate("Intermediate");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"EC, -tls1_2", "EC, -tls1_3", "RSA, -tls1_2", "Ed25519, -tls1_3"})
    void itsClientVerifiesOurServerBeforeAndAfterATurn(String keyType, String protocol) throws Exception {
        Path openssl = Program.find("openssl");
        Path root = Files.writeString(
                folder.resolve("root.pem"), Pem.of(authority.chain().get(1)) + "\n");
        TestCertificate client = authority.issue("openssl-client", keyType);
        Path clientFile = Files.writeString(
                folder.resolve("client.pem"),
                Pem.traditional(client.key()) + "\n" + Pem.of(client.certificate()) + "\n");
        Path chain = Files.writeString(folder.resolve("chain.pem"), authority.pem() + "\n");
        TurnableSecret secret =
                new TurnableSecret(authority.issue("first", keyType).secret());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build();
                SSLServerSocket listening = TlsPair.listen(tls.sslContext(), true)) {
            for (String name : List.of("first", "second")) {
                if (name.equals("second")) {
                    secret.turn(authority.issue("second", keyType).secret());
                }
                CompletableFuture<String> seen = answer(listening);
                Program.Result result = Program.run(
                        folder,
                        "x",
                        List.of(
                                openssl.toString(),
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + listening.getLocalPort(),
                                "-CAfile",
                                root.toString(),
                                "-cert",
                                clientFile.toString(),
                                "-cert_chain",
                                chain.toString(),
                                "-verify_return_error",
                                "-verify_hostname",
                                "localhost",
                                protocol,
                                "-ign_eof"));
                assertThat(result.output()).contains("Verify return code: 0 (ok)", "CN = " + name);
                assertThat(result.output()).contains("Verified peername: localhost");
                assertThat(seen.join()).isEqualTo("CN=openssl-client");
            }
        }
    }

    @Test
    void itsServerVerifiesOurClientAndAStrangerIsRefused() throws Exception {
        Path openssl = Program.find("openssl");
        TestCertificate server = authority.issue("openssl-server");
        Path serverFile = Files.writeString(
                folder.resolve("server.pem"),
                Pem.traditional(server.key()) + "\n" + Pem.of(server.certificate()) + "\n");
        Path chain = Files.writeString(folder.resolve("chain.pem"), authority.pem() + "\n");
        Path root = Files.writeString(
                folder.resolve("root.pem"), Pem.of(authority.chain().get(1)) + "\n");
        int port = Program.freePort();
        TurnableSecret secret = new TurnableSecret(authority.issue("first").secret());
        TestCertificate stranger = TestAuthority.root("Elsewhere").issue("stranger");
        try (Program.Running running = Program.start(
                        folder,
                        List.of(
                                openssl.toString(),
                                "s_server",
                                "-accept",
                                "127.0.0.1:" + port,
                                "-cert",
                                serverFile.toString(),
                                "-cert_chain",
                                chain.toString(),
                                "-CAfile",
                                root.toString(),
                                "-Verify",
                                "5",
                                "-verify_return_error",
                                "-www"));
                RotatingTls client = RotatingTls.builder().secret(secret).build();
                RotatingTls refused = RotatingTls.builder()
                        .secret(new TurnableSecret(stranger.secret()))
                        .trust(Pem.of(authority.chain().get(1)))
                        .build()) {
            Awaitility.await().until(() -> isListening(port) || !running.isAlive());
            assertThat(page(client, port)).contains("HTTP/1.0 200").contains("Subject: CN=first");
            secret.turn(authority.issue("second").secret());
            client.invalidateSessions();
            assertThat(page(client, port)).contains("Subject: CN=second");
            assertThatThrownBy(() -> page(refused, port)).isInstanceOf(IOException.class);
        }
    }

    private static String page(RotatingTls tls, int port) throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket socket =
                        (SSLSocket) tls.sslContext().getSocketFactory().createSocket(plain, "localhost", port, true)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] all = socket.getInputStream().readAllBytes();
            if (all.length == 0) {
                throw new SSLException("hung up");
            }
            return new String(all, StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean isListening(int port) throws IOException {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /** Answers one connection and tells who it was. */
    private static CompletableFuture<String> answer(SSLServerSocket listening) {
        return CompletableFuture.supplyAsync(() -> {
            try (SSLSocket socket = (SSLSocket) listening.accept()) {
                socket.setSoTimeout(20_000);
                int read = socket.getInputStream().read();
                socket.getOutputStream().write(read);
                return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }
}
