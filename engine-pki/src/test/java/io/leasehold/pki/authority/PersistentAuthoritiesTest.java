package io.leasehold.pki.authority;

import static io.leasehold.pki.authority.PkiWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.error.LeaseholdException;
import io.leasehold.key.MasterKey;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.store.jdbc.JdbcStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store keeps of authorities, and what it never shows. */
class PersistentAuthoritiesTest {

    private static final MasterKey KEY =
            MasterKey.fromBytes("a key of thirty-two ASCII bytes!".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private Path folder;

    private SecretBroker start() {
        return SecretBroker.builder()
                .storage(JdbcStorage.sqlite(folder.resolve("store.db")))
                .masterKey(KEY)
                .build();
    }

    private static Map<String, Object> all(SecretBroker broker) {
        return Map.of(
                "issuers", broker.list("pki/issuers"),
                "keys", broker.list("pki/keys"),
                "one", broker.read("pki/issuer/one").data(),
                "urls", broker.read("pki/config/urls").data(),
                "default", broker.read("pki/config/issuers").data(),
                "chain", broker.read("pki/ca_chain").data());
    }

    @Test
    void aRestartKeepsEverythingAndGoesOnSigning() {
        Map<String, Object> before;
        try (SecretBroker broker = start()) {
            broker.mounts().enable("pki", "pki");
            broker.write(
                    "pki/root/generate/internal", Map.of("common_name", "A", "key_type", "ec", "issuer_name", "one"));
            broker.write("pki/root/generate/internal", Map.of("common_name", "B", "key_type", "ed25519"));
            broker.write("pki/config/urls", Map.of("ocsp_servers", "http://ocsp.example.com"));
            broker.write("pki/issuer/one", Map.of("issuer_name", "one", "leaf_not_after_behavior", "truncate"));
            before = all(broker);
        }
        try (SecretBroker broker = start()) {
            assertThat(all(broker)).isEqualTo(before);
            String csr = text(
                    broker.write("pki/intermediate/generate/internal", Map.of("common_name", "I", "key_type", "ec")),
                    "csr");
            assertThat(text(
                            broker.write("pki/root/sign-intermediate", Map.of("csr", csr, "ttl", "1h")),
                            "serial_number"))
                    .isNotEmpty();
        }
    }

    /** Exported keys are known, so that they can be looked for, as text and as bytes. */
    @Test
    void aKeyIsInNoReadAndNotInTheStore() throws Exception {
        List<String> keys = new ArrayList<>();
        try (SecretBroker broker = start()) {
            broker.mounts().enable("pki", "pki");
            for (String type : List.of("ec", "ed25519", "rsa")) {
                Secret root = broker.write(
                        "pki/root/generate/exported",
                        Map.of(
                                "common_name",
                                "A",
                                "key_type",
                                type,
                                "issuer_name",
                                "i-" + type,
                                "key_name",
                                "k-" + type,
                                "private_key_format",
                                "pkcs8"));
                keys.add(text(root, "private_key"));
            }
            List<String> paths = new ArrayList<>(List.of(
                    "ca",
                    "ca/pem",
                    "ca_chain",
                    "cert/ca",
                    "cert/ca_chain",
                    "config/issuers",
                    "config/keys",
                    "config/urls",
                    "config/cluster"));
            for (String type : List.of("ec", "ed25519", "rsa")) {
                paths.addAll(List.of("issuer/i-" + type, "key/k-" + type));
                Stream.of("json", "pem", "der").forEach(form -> paths.add("issuer/i-" + type + "/" + form));
            }
            for (String path : paths) {
                assertNoKey(String.valueOf(broker.read("pki/" + path).data()), keys);
            }
            for (String folder : List.of("issuers", "keys")) {
                for (String id : broker.list("pki/" + folder)) {
                    for (String path : List.of("issuers/" + id, "keys/" + id, "authorities", "certs/" + id)) {
                        assertThat(readable(broker, path)).as(path).isFalse();
                    }
                }
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertNoKey(bytes, keys);
                for (String key : keys) {
                    String der = new String(Pem.read("key", key).get(0).content(), StandardCharsets.ISO_8859_1);
                    assertThat(bytes.contains(der.substring(der.length() / 2)))
                            .as("%s holds the bytes of a key", file.getFileName())
                            .isFalse();
                }
            }
        }
    }

    private static boolean readable(SecretBroker broker, String path) {
        try {
            broker.read("pki/" + path);
            return true;
        } catch (LeaseholdException refused) {
            return false;
        }
    }

    private static void assertNoKey(String shown, List<String> keys) {
        assertThat(shown).doesNotContain("PRIVATE KEY");
        for (String key : keys) {
            byte[] der = Pem.read("key", key).get(0).content();
            String text = Base64.getEncoder().encodeToString(der);
            String middle = text.substring(text.length() / 2, text.length() / 2 + 24);
            assertThat(shown.replace("\n", "").contains(middle))
                    .as("a key in text")
                    .isFalse();
        }
    }
}
