package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.leasehold.testkit.rotation.TurnableSecret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** curl with a client certificate at the JDK's HTTPS server, through turns. */
class CurlIT {

    private final TestAuthority authority = TestAuthority.root("Root").intermediate("Intermediate");

    @TempDir
    Path folder;

    @Test
    void curlSeesEachTurnAndIsRefusedWithoutACertificate() throws Exception {
        Path curl = Program.find("curl");
        Path root = Files.writeString(
                folder.resolve("root.pem"), Pem.of(authority.chain().get(1)) + "\n");
        TestCertificate client = authority.issue("curl");
        Path certificate = Files.writeString(
                folder.resolve("client.pem"), Pem.of(client.certificate()) + "\n" + authority.pem() + "\n");
        Path key = Files.writeString(folder.resolve("client.key"), Pem.traditional(client.key()) + "\n");
        TurnableSecret secret = new TurnableSecret(authority.issue("turn-0").secret());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
            server.setHttpsConfigurator(new HttpsConfigurator(tls.sslContext()) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                    wanted.setNeedClientAuth(true);
                    parameters.setSSLParameters(wanted);
                }
            });
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 5);
                exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
                exchange.close();
            });
            server.start();
            try {
                String url = "https://localhost:" + server.getAddress().getPort() + "/";
                List<String> plain = List.of(
                        curl.toString(), "--silent", "--show-error", "--verbose", "--cacert", root.toString(), url);
                List<String> mutual = new java.util.ArrayList<>(plain);
                mutual.addAll(List.of("--cert", certificate.toString(), "--key", key.toString()));
                for (int turn = 0; turn < 5; turn++) {
                    Program.Result result = Program.run(folder, "", mutual);
                    assertThat(result.status()).as(result.output()).isZero();
                    assertThat(result.output()).contains("hello", "CN=turn-" + turn);
                    secret.turn(authority.issue("turn-" + (turn + 1)).secret());
                }
                assertThat(Program.run(folder, "", plain).status()).isNotZero();
            } finally {
                server.stop(0);
            }
        }
    }
}
