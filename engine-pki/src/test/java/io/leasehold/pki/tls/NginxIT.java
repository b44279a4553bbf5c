package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.sink.FileSink;
import io.leasehold.sink.SinkCommand;
import io.leasehold.sink.SinkFile;
import io.leasehold.testkit.rotation.TurnableSecret;
import io.leasehold.testkit.server.Servers;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide's use of Vault Agent: two templates with the same secret supply nginx with its certificate and key, and a command
 * reloads it. curl sees each new certificate, and no request fails meanwhile.
 */
class NginxIT {

    private static final int TURNS = 8;

    private static final String CERTIFICATE = """
            {{- with secret "pki_int/issue/web-servers" "common_name=api.internal.example.com" "ttl=72h" -}}
            {{ .Data.certificate }}
            {{ .Data.ca_chain }}
            {{- end -}}
            """;

    private static final String KEY = """
            {{- with secret "pki_int/issue/web-servers" "common_name=api.internal.example.com" "ttl=72h" -}}
            {{ .Data.private_key }}
            {{- end -}}
            """;

    private final TestAuthority authority = TestAuthority.root("Root").intermediate("Intermediate");

    @TempDir
    Path folder;

    @Test
    void nginxIsReloadedWithEachCertificateAndRefusesNoRequest() throws Exception {
        Path nginx = Program.find("nginx");
        Path curl = Program.find("curl");
        if (!System.getProperty("os.name").equals("Linux")) {
            throw Servers.missing("nginx", "its configuration here is for Linux");
        }
        int port = Program.freePort();
        Path configuration = configure(port);
        Path root = Files.writeString(
                folder.resolve("root.pem"), Pem.of(authority.chain().get(1)) + "\n");
        TurnableSecret secret = new TurnableSecret(authority.issue("turn-0").secret());
        AtomicInteger opened = new AtomicInteger();
        SinkCommand reload = SinkCommand.of(
                nginx.toString(), "-p", folder.toString(), "-c", configuration.toString(), "-s", "reload");
        try (FileSink sink = FileSink.builder()
                .name("nginx")
                .templateSecrets((path, parameters) -> {
                    opened.incrementAndGet();
                    assertThat(path).isEqualTo("pki_int/issue/web-servers");
                    assertThat(parameters)
                            .containsEntry("common_name", "api.internal.example.com")
                            .containsEntry("ttl", "72h");
                    return secret;
                })
                .file(SinkFile.at(folder.resolve("server.crt"))
                        .template(CERTIFICATE)
                        .permissions("0644")
                        .command(reload)
                        .build())
                .file(SinkFile.at(folder.resolve("server.key"))
                        .template(KEY)
                        .permissions("0600")
                        .command(reload)
                        .build())
                .build()) {
            assertThat(opened).hasValue(1);
            try (Program.Running running = Program.start(
                    folder, List.of(nginx.toString(), "-p", folder.toString(), "-c", configuration.toString()))) {
                Awaitility.await().failFast(() -> !running.isAlive()).until(() -> isListening(port));
                AtomicBoolean done = new AtomicBoolean();
                CompletableFuture<Integer> traffic =
                        CompletableFuture.supplyAsync(() -> request(curl, root, port, done));
                for (int turn = 1; turn <= TURNS; turn++) {
                    secret.turn(authority.issue("turn-" + turn).secret());
                    String name = "turn-" + turn;
                    Awaitility.await()
                            .pollInterval(java.time.Duration.ofMillis(50))
                            .until(() -> subject(curl, root, port).contains("CN=" + name));
                    // Reloads of nginx are asynchronous; the next turn must not be mixed up with this one.
                    Awaitility.await().until(() -> sink.status().isHealthy());
                }
                done.set(true);
                assertThat(traffic.join()).isGreaterThan(TURNS);
                assertThat(sink.status().writes()).isEqualTo(TURNS + 1);
                assertThat(sink.status().commandError()).isEmpty();
            }
        }
    }

    private Path configure(int port) throws Exception {
        return Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                worker_processes 1;
                error_log stderr;
                pid %1$s/nginx.pid;
                events { worker_connections 64; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%2$d ssl;
                    ssl_certificate %1$s/server.crt;
                    ssl_certificate_key %1$s/server.key;
                    location / { return 200 "hello"; }
                  }
                }
                """.formatted(folder, port));
    }

    /** Each request is a connection of its own; fails at the first that does not succeed. */
    private int request(Path curl, Path root, int port, AtomicBoolean done) {
        int requests = 0;
        while (!done.get()) {
            assertThat(subject(curl, root, port)).contains("hello");
            requests++;
        }
        return requests;
    }

    private String subject(Path curl, Path root, int port) {
        try {
            Program.Result result = Program.run(
                    folder,
                    "",
                    List.of(
                            curl.toString(),
                            "--silent",
                            "--show-error",
                            "--verbose",
                            "--cacert",
                            root.toString(),
                            "https://localhost:" + port + "/"));
            assertThat(result.status()).as(result.output()).isZero();
            return result.output();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isListening(int port) throws Exception {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }
}
