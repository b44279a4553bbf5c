package io.leasehold.pki.authority;

import static io.leasehold.pki.authority.PkiWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.PkiIssuer;
import io.leasehold.pki.PkiKey;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuersTest {

    private final PkiWorld world = new PkiWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private PkiIssuer issuer(String reference) {
        return world.broker.read("pki/issuer/" + reference).as(PkiIssuer.class);
    }

    @Test
    void aWriteSetsAllFieldsAndAPatchThoseThatAreSent() {
        String id = text(world.root("A", "issuer_name", "one"), "issuer_id");
        world.write(
                "pki/issuer/one",
                "issuer_name",
                "two",
                "leaf_not_after_behavior",
                "truncate",
                "usage",
                "read-only,issuing-certificates",
                "revocation_signature_algorithm",
                "ECDSAWithSHA384",
                "manual_chain",
                id,
                "ocsp_servers",
                "http://ocsp.example.com");
        PkiIssuer written = issuer("two");
        assertThat(written.issuerId()).isEqualTo(id);
        assertThat(written.leafNotAfterBehavior()).isEqualTo("truncate");
        assertThat(written.usage()).containsExactly("read-only", "issuing-certificates");
        assertThat(written.manualChain()).containsExactly(id);
        assertThat(written.ocspServers()).containsExactly("http://ocsp.example.com");

        world.write("pki/issuer/two/patch", "leaf_not_after_behavior", "permit");
        assertThat(issuer("two").leafNotAfterBehavior()).isEqualTo("permit");
        assertThat(issuer("two").ocspServers()).hasSize(1);

        world.write("pki/issuer/two");
        PkiIssuer reset = issuer(id);
        assertThat(reset.issuerName()).isEmpty();
        assertThat(reset.leafNotAfterBehavior()).isEqualTo("err");
        assertThat(reset.usage()).containsExactly("read-only", "issuing-certificates", "crl-signing", "ocsp-signing");
        assertThat(reset.ocspServers()).isEmpty();
        assertThatThrownBy(() -> issuer("two")).isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer_name|default|reserved name",
                "usage|signing|usage",
                "manual_chain|other|must start with",
                "manual_chain|nobody|unknown issuer",
                "revocation_signature_algorithm|SHA256WithRSA|revocation_signature_algorithm",
                "revocation_signature_algorithm|MD5|revocation_signature_algorithm",
                "issuing_certificates|example.com/ca|issuing_certificates",
                "crl_distribution_points|http:///crl|crl_distribution_points",
                "ocsp_servers|http://a b|ocsp_servers",
                "ocsp_servers|http://x/{{issuer_id}}|enable_templating",
                "leaf_not_after_behavior|maybe|leaf_not_after_behavior",
            })
    void whatCannotBeIsRefusedAndChangesNothing(String field, String value, String words) {
        world.root("A", "issuer_name", "one");
        world.root("B", "issuer_name", "other");
        PkiIssuer before = issuer("one");
        assertThatThrownBy(() -> world.write("pki/issuer/one", "issuer_name", "one", field, value))
                .isInstanceOf(LeaseholdException.class)
                .hasMessageContaining(words);
        assertThat(issuer("one")).isEqualTo(before);
    }

    @Test
    void anIssuerMayBeUsedForWhatItsUsageSays() {
        world.root("A", "issuer_name", "one");
        world.write("pki/issuer/one", "issuer_name", "one", "usage", "read-only,crl-signing");
        assertThatThrownBy(() -> world.write("pki/root/sign-intermediate", "csr", "x"))
                .hasMessageContaining("lacks issuing-certificates");
    }

    @Test
    void aRevokedIssuerIssuesNothingForGoodAndTheFirstTimeCounts() {
        world.root("A", "issuer_name", "root");
        String csr =
                text(world.write("pki/intermediate/generate/internal", "common_name", "I", "key_type", "ec"), "csr");
        Secret signed = world.write("pki/root/sign-intermediate", "csr", csr, "ttl", "10h");
        world.write("pki/intermediate/set-signed", "certificate", text(signed, "certificate"));
        String id = world.broker.list("pki/issuers").stream()
                .filter(each -> issuer(each).serialNumber().equals(text(signed, "serial_number")))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> world.write("pki/issuer/" + id + "/revoke", "reason", "certificateHold"))
                .hasMessageContaining("reason");
        Secret first = world.write("pki/issuer/" + id + "/revoke", "reason", "cACompromise");
        assertThat(first.warnings()).isEmpty();
        world.time.advance(Duration.ofHours(1));
        Secret again = world.write("pki/issuer/" + id + "/revoke");

        assertThat(text(again, "revocation_time")).isEqualTo(text(first, "revocation_time"));
        assertThat(issuer(id).revoked()).isTrue();
        assertThat(issuer(id).usage()).doesNotContain("issuing-certificates");
        assertThatThrownBy(() -> world.write("pki/issuer/" + id + "/sign-intermediate", "csr", csr))
                .hasMessageContaining("was revoked");
        assertThatThrownBy(() -> world.write("pki/issuer/" + id, "usage", "issuing-certificates"))
                .hasMessageContaining("gone for good");
        assertThat(world.write("pki/issuer/root/revoke").warnings())
                .anyMatch(warning -> warning.contains("no other issuer"));
    }

    @Test
    void aDeletedIssuerLeavesItsKeyWhichCanBeDeletedThen() {
        Secret root = world.root("A", "key_name", "k");
        assertThatThrownBy(() -> world.broker.delete("pki/key/k"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("in use");
        world.broker.delete("pki/issuer/default");

        assertThat(world.broker.list("pki/issuers")).isEmpty();
        assertThat(world.broker.list("pki/keys")).containsExactly(text(root, "key_id"));
        world.broker.delete("pki/key/k");
        assertThat(world.broker.list("pki/keys")).isEmpty();
        world.broker.delete("pki/key/k");
        world.broker.delete("pki/issuer/default");
    }

    @Test
    void keysAreMadeNamedAndChosen() {
        PkiKey first = world.write("pki/keys/generate/internal", "key_type", "ec", "key_name", "a")
                .as(PkiKey.class);
        PkiKey second =
                world.write("pki/keys/generate/exported", "key_type", "ed25519").as(PkiKey.class);
        assertThat(first.privateKey()).isNull();
        assertThat(String.valueOf(second.privateKey())).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(second.toString()).doesNotContain("BEGIN");
        assertThat(text(world.broker.read("pki/config/keys"), "default")).isEqualTo(first.keyId());

        world.write("pki/key/" + second.keyId(), "key_name", "b");
        world.write("pki/config/keys", "default", "b");
        assertThat(text(world.write("pki/root/generate/existing", "common_name", "A"), "key_id"))
                .isEqualTo(second.keyId());
        assertThat(world.broker.read("pki/key/b").data()).doesNotContainKey("private_key");
        assertThatThrownBy(() -> world.write("pki/key/b", "key_name", "a")).hasMessageContaining("already in use");
        assertThatThrownBy(() -> world.write("pki/config/keys", "default", "c")).hasMessageContaining("unknown key");
        assertThatThrownBy(() -> world.broker.read("pki/key/c")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void templatesAreFilledInAndAnIssuersOwnUrlsReplaceTheMounts() {
        assertThatThrownBy(() -> world.write(
                        "pki/config/urls", "enable_templating", true, "issuing_certificates", "{{cluster_path}}/ca"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("config/cluster");
        world.write(
                "pki/config/cluster", "path", "https://api.example.com/v1/pki", "aia_path", "http://aia.example.com");
        world.write(
                "pki/config/urls",
                "enable_templating",
                true,
                "issuing_certificates",
                "{{cluster_aia_path}}/issuer/{{issuer_id}}/der",
                "ocsp_servers",
                "{{cluster_path}}/ocsp");
        world.write("pki/config/urls", "crl_distribution_points", "{{cluster_aia_path}}/crl");
        assertThat(world.broker.read("pki/config/urls").data().get("ocsp_servers"))
                .as("partial writes merge")
                .isEqualTo(List.of("{{cluster_path}}/ocsp"));
        assertThatThrownBy(() -> world.write("pki/config/urls", "ocsp_servers", "http://x/{{nobody}}"))
                .hasMessageContaining("not known");
        assertThatThrownBy(() -> world.write("pki/config/cluster", "path", ""))
                .hasMessageContaining("URLs are made of it");

        Secret root = world.root("A", "issuer_name", "one");
        assertThat(root.warnings()).anyMatch(warning -> warning.contains("{{issuer_id}}"));
        assertThat(urls(text(root, "certificate")))
                .contains("https://api.example.com/v1/pki/ocsp", "http://aia.example.com/crl")
                .doesNotContain("issuer/");
        assertThat(urls(signed())).contains("http://aia.example.com/issuer/" + text(root, "issuer_id") + "/der");

        world.write("pki/issuer/one", "issuer_name", "one", "ocsp_servers", "http://own.example.com");
        assertThat(urls(signed())).contains("http://own.example.com").doesNotContain("aia.example.com");
    }

    private String signed() {
        String csr = text(
                world.write("pki_int/intermediate/generate/internal", "common_name", "I", "key_type", "ec"), "csr");
        return text(world.write("pki/root/sign-intermediate", "csr", csr, "ttl", "1h"), "certificate");
    }

    private static String urls(String pem) {
        try {
            return new String(PkiWorld.certificate(pem).getEncoded(), StandardCharsets.ISO_8859_1);
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNameGoesToOneOfManyWhoWantItAtOnce() throws Exception {
        SecretBroker other = world.another();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> attempts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                SecretBroker broker = i % 2 == 0 ? world.broker : other;
                attempts.add(() -> {
                    try {
                        broker.write(
                                "pki/root/generate/internal",
                                Map.of("common_name", "A", "key_type", "ec", "issuer_name", "one"));
                        return true;
                    } catch (InvalidRequestException taken) {
                        assertThat(taken).hasMessageContaining("already in use");
                        return false;
                    }
                });
            }
            int won = 0;
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                won += attempt.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        world.time.advance(Duration.ofSeconds(3));
        assertThat(world.broker.list("pki/issuers")).hasSize(1);
        assertThat(other.list("pki/keys")).hasSize(1);
    }

    @Test
    void twoBrokersOnOneStoreSeeEachOthersIssuersWithinTwoSeconds() {
        SecretBroker other = world.another();
        assertThat(other.list("pki/issuers")).isEmpty();
        Secret root = world.root("A");
        world.time.advance(Duration.ofSeconds(3));

        assertThat(other.list("pki/issuers")).containsExactly(text(root, "issuer_id"));
        assertThat(text(other.read("pki/issuer/default"), "certificate")).isEqualTo(text(root, "certificate"));
        other.delete("pki/issuer/default");
        world.time.advance(Duration.ofSeconds(3));
        assertThat(world.broker.list("pki/issuers")).isEmpty();
    }
}
