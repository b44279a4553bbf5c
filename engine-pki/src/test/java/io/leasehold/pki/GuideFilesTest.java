package io.leasehold.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.MountOptions;
import io.leasehold.SecretBroker;
import io.leasehold.sink.FileSink;
import io.leasehold.sink.SinkCommand;
import io.leasehold.sink.SinkFile;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide's two Vault Agent templates with the real engine: what is issued is in the files, and a fresh certificate with its own
 * key comes in good time, with one reload. Here, because the sink knows nothing of engines.
 */
class GuideFilesTest {

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

    private final SettableTime time = SettableTime.automatic();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final SecretBroker broker = SecretBroker.builder()
            .storage(new InMemoryStorage(time))
            .timeSource(time)
            .scheduler(scheduler)
            .build();

    @TempDir
    private Path folder;

    @BeforeEach
    void authorities() {
        for (String mount : List.of("pki", "pki_int")) {
            broker.mounts()
                    .enable(
                            mount,
                            "pki",
                            MountOptions.builder()
                                    .maxLeaseTtl(Duration.ofDays(3650))
                                    .build());
        }
        broker.write("pki/root/generate/internal", Map.of("common_name", "Root", "key_type", "ec", "ttl", "87600h"));
        Object csr = broker.write(
                        "pki_int/intermediate/generate/internal",
                        Map.of("common_name", "Intermediate", "key_type", "ec"))
                .data()
                .get("csr");
        Object signed = broker.write(
                        "pki/root/sign-intermediate", Map.of("csr", csr, "format", "pem_bundle", "ttl", "43800h"))
                .data()
                .get("certificate");
        broker.write("pki_int/intermediate/set-signed", Map.of("certificate", signed));
        broker.write(
                "pki_int/roles/web-servers",
                Map.of(
                        "allowed_domains",
                        "example.com",
                        "allow_subdomains",
                        true,
                        "key_type",
                        "ec",
                        "max_ttl",
                        "720h"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void theTemplatesHoldWhatTheEngineIssuesAndFollowItsRotations() throws Exception {
        int before = broker.list("pki_int/certs").size();
        SinkCommand reload = SinkCommand.shell("echo reloaded >> " + folder.resolve("log"));
        try (FileSink sink = FileSink.builder()
                .name("nginx")
                .broker(broker)
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
            X509Certificate first = written();
            Awaitility.await().until(() -> sink.status().isHealthy());
            assertThat(folder.resolve("log")).hasContent("reloaded");
            assertThat(broker.list("pki_int/certs"))
                    .as("one certificate for both files")
                    .hasSize(before + 1);

            pass(30);
            assertThat(written()).isEqualTo(first);

            pass(35);
            Awaitility.await().until(() -> sink.status().writes() == 2);
            X509Certificate second = written();
            Awaitility.await().until(() -> sink.status().isHealthy());
            assertThat(second.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
            assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());
            assertThat(second.getNotAfter()).isAfter(first.getNotAfter());
            assertThat(folder.resolve("log")).hasContent("reloaded\nreloaded");
        }
    }

    private void pass(int hours) {
        for (int hour = 0; hour < hours; hour++) {
            time.advance(Duration.ofHours(1));
            scheduler.runDue();
        }
    }

    /** The certificate in the file, after looking whether key and chain belong to it. */
    private X509Certificate written() throws Exception {
        List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("server.crt"))))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
        assertThat(chain).hasSize(3);
        for (int i = 0; i < chain.size(); i++) {
            Certificate signer = chain.get(Math.min(i + 1, chain.size() - 1));
            chain.get(i).verify(signer.getPublicKey());
        }
        X509Certificate leaf = chain.get(0);
        assertThat(leaf.getSubjectX500Principal().getName()).contains("CN=api.internal.example.com");
        Path key = folder.resolve("server.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(key)))) {
            PEMKeyPair pair = (PEMKeyPair) parser.readObject();
            assertThat(leaf.getPublicKey().getEncoded())
                    .isEqualTo(pair.getPublicKeyInfo().getEncoded());
        }
        return leaf;
    }
}
