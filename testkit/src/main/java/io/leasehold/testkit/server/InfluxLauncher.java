package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Writes the configuration of an InfluxDB, starts it, and makes its admin. */
final class InfluxLauncher {

    private static final String LOOKED_FOR =
            "influxd of InfluxDB 1 (Debian's influxdb) was not found in /usr/bin, /usr/sbin or /usr/local";
    private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin");
    private static final int PATIENCE_MILLIS = 2_000;

    private InfluxLauncher() {}

    static InfluxServer launch(boolean asksForLogins, boolean tls) {
        Path program = program().orElseThrow(() -> Servers.missing(Servers.INFLUXDB, LOOKED_FOR));
        Path folder = ServerFiles.temporary("leasehold-influxdb-");
        TestCertificates certificates = tls ? TestCertificates.make(folder.resolve("tls"), "dns:localhost") : null;
        Path configuration = write(folder.resolve("influxdb.conf"), configuration(folder, asksForLogins, certificates));
        LocalServer control = new LocalServer(new LocalServer.Recipe(
                "InfluxDB",
                folder,
                port -> List.of(
                        "/usr/bin/env",
                        "INFLUXDB_HTTP_BIND_ADDRESS=127.0.0.1:" + port,
                        program.toString(),
                        "run",
                        "-config",
                        configuration.toString()),
                "TERM",
                (pid, port) -> answers(port, certificates != null)));
        try {
            control.start();
            InfluxServer server = new InfluxServer(control, Passwords.random(), certificates, client(certificates));
            // The first user that a server is told to make has to be an admin, and needs no login to be made.
            server.execute("CREATE USER " + InfluxServer.ADMIN + " WITH PASSWORD '" + server.adminPassword()
                    + "' WITH ALL PRIVILEGES");
            return server;
        } catch (RuntimeException | Error e) {
            control.close();
            throw e;
        }
    }

    private static Optional<Path> program() {
        return Stream.of(FOLDERS)
                .flatMap(List::stream)
                .map(folder -> Path.of(folder, "influxd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<String> configuration(
            Path folder, boolean asksForLogins, @Nullable TestCertificates certificates) {
        List<String> lines = new ArrayList<>(List.of(
                "reporting-disabled = true",
                // For backups over the network, which nobody makes; without it the server would take its usual port.
                "bind-address = \"127.0.0.1:0\"",
                "[meta]",
                "dir = \"" + folder.resolve("meta") + "\"",
                "[data]",
                "dir = \"" + folder.resolve("data") + "\"",
                "wal-dir = \"" + folder.resolve("wal") + "\"",
                "[monitor]",
                "store-enabled = false",
                "[subscriber]",
                "enabled = false",
                "[continuous_queries]",
                "enabled = false",
                "[http]",
                "auth-enabled = " + asksForLogins));
        if (certificates != null) {
            lines.addAll(List.of(
                    "https-enabled = true",
                    "https-certificate = \"" + certificates.server() + "\"",
                    "https-private-key = \"" + certificates.serverKey() + "\""));
        }
        return lines;
    }

    private static Path write(Path file, List<String> lines) {
        try {
            return Passwords.write(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of InfluxDB", e);
        }
    }

    /** With TLS it is enough that it listens. */
    private static boolean answers(int port, boolean tls) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            if (tls) {
                return true;
            }
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("GET /ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(12);
            return new String(start, StandardCharsets.US_ASCII).endsWith(" 204");
        }
    }

    private static HttpClient client(@Nullable TestCertificates certificates) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(Duration.ofMillis(PATIENCE_MILLIS));
        if (certificates != null) {
            client.sslContext(trusting(certificates.authority()));
        }
        return client.build();
    }

    private static SSLContext trusting(Path authority) {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + authority, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot trust what keytool made", e);
        }
    }
}
