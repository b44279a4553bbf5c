package io.leasehold.pki.authority;

import static io.leasehold.pki.authority.PkiWorld.certificate;
import static io.leasehold.pki.authority.PkiWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.CertificateAuthority;
import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.PrivateKeyText;
import java.security.KeyFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootsTest {

    private final PkiWorld world = new PkiWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root/generate/internal", "issuers/generate/root/internal", "root/rotate/internal"})
    void everyPathMakesARoot(String path) throws Exception {
        CertificateAuthority made = world.write("pki/" + path, "common_name", "A", "key_type", "ed25519")
                .as(CertificateAuthority.class);

        X509Certificate root = certificate(made.certificate());
        root.verify(root.getPublicKey());
        assertThat(world.broker.list("pki/issuers")).containsExactly(made.issuerId());
        assertThat(world.broker.list("pki/keys")).containsExactly(made.keyId());
        assertThat(text(world.broker.read("pki/issuer/default"), "issuer_id")).isEqualTo(made.issuerId());
    }

    @Test
    void anUntunedMountCutsTenYearsToThirtyTwoDaysAndSaysSo() {
        world.broker.mounts().enable("plain", "pki");

        Secret made =
                world.write("plain/root/generate/internal", "common_name", "A", "key_type", "ec", "ttl", "87600h");

        X509Certificate root = certificate(text(made, "certificate"));
        assertThat(Duration.between(
                        root.getNotBefore().toInstant(), root.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(32).plusSeconds(30));
        assertThat(made.warnings()).anyMatch(warning -> warning.contains("mount's max TTL"));
    }

    @Test
    void aSecondRootLeavesTheDefaultUnlessThatFollows() {
        String first = text(world.root("A"), "issuer_id");
        world.root("B");
        assertThat(text(world.broker.read("pki/config/issuers"), "default")).isEqualTo(first);

        world.write("pki/config/issuers", "default", first, "default_follows_latest_issuer", true);
        String third = text(world.root("C"), "issuer_id");

        assertThat(text(world.broker.read("pki/config/issuers"), "default")).isEqualTo(third);
        assertThat(world.broker.list("pki/issuers")).hasSize(3);
    }

    @Test
    void aRotatedRootIsCalledNextAndReplacesTheDefaultOnRequest() {
        String first = text(world.root("A", "issuer_name", "now"), "issuer_id");
        Secret next = world.write("pki/root/rotate/internal", "common_name", "B", "key_type", "ec");
        Secret later = world.write("pki/root/rotate/internal", "common_name", "C", "key_type", "ec");

        assertThat(text(next, "issuer_name")).isEqualTo("next");
        assertThat(text(later, "issuer_name")).as("the name is taken").isEmpty();
        assertThat(text(world.broker.read("pki/issuer/default"), "issuer_id")).isEqualTo(first);

        world.write("pki/root/replace");
        assertThat(text(world.broker.read("pki/issuer/default"), "issuer_id")).isEqualTo(text(next, "issuer_id"));
        world.write("pki/root/replace", "default", "now");
        assertThat(text(world.broker.read("pki/issuer/default"), "issuer_id")).isEqualTo(first);
        assertThatThrownBy(() -> world.write("pki/root/replace", "default", "nowhere"))
                .isInstanceOf(NotFoundException.class);
        for (String none : List.of("", "default")) {
            assertThatThrownBy(() -> world.write("pki/root/replace", "default", none))
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    @Test
    void anExistingKeyIsUsedAgain() {
        Secret first = world.root("A", "key_name", "mine");
        Secret again = world.write("pki/root/generate/existing", "common_name", "B", "key_ref", "mine");

        assertThat(text(again, "key_id")).isEqualTo(text(first, "key_id"));
        assertThat(certificate(text(again, "certificate")).getPublicKey())
                .isEqualTo(certificate(text(first, "certificate")).getPublicKey());
        assertThatThrownBy(() -> world.write("pki/root/generate/existing", "common_name", "C", "key_type", "rsa"))
                .hasMessageContaining("key_type");
        assertThatThrownBy(() -> world.write("pki/root/generate/existing", "common_name", "C", "key_ref", "other"))
                .hasMessageContaining("unknown key");
    }

    @ParameterizedTest
    @CsvSource({"rsa,der,RSA PRIVATE KEY", "ec,der,EC PRIVATE KEY", "ed25519,der,PRIVATE KEY", "ec,pkcs8,PRIVATE KEY"})
    void anExportedKeyComesOnceAndFitsTheCertificate(String type, String format, String label) throws Exception {
        Secret made = world.write(
                "pki/root/generate/exported", "common_name", "A", "key_type", type, "private_key_format", format);

        CertificateAuthority root = made.as(CertificateAuthority.class);
        assertThat(root.privateKeyType()).isEqualTo(type);
        Pem.Block block = Pem.read("key", String.valueOf(root.privateKey())).get(0);
        assertThat(block.label()).isEqualTo(label);
        assertThat(root.toString()).doesNotContain("PRIVATE KEY");
        assertThat(made.toString()).doesNotContain("PRIVATE KEY");
        String algorithm = type.equals("ed25519") ? "Ed25519" : type.toUpperCase(Locale.ROOT);
        assertThat(KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(
                                PrivateKeyText.read("key", block).getEncoded())))
                .isNotNull();
    }

    @Test
    void aBundleHoldsTheKeyAndDerIsBase64() throws Exception {
        Secret bundle =
                world.write("pki/root/generate/exported", "common_name", "A", "key_type", "ec", "format", "pem_bundle");
        assertThat(Pem.read("certificate", text(bundle, "certificate")))
                .extracting(Pem.Block::label)
                .containsExactly("EC PRIVATE KEY", "CERTIFICATE");
        assertThat(bundle.toString()).doesNotContain("PRIVATE KEY");

        Secret der = world.write("pki/root/generate/exported", "common_name", "B", "key_type", "ec", "format", "der");
        assertThat(Base64.getDecoder().decode(text(der, "certificate"))).isNotEmpty();
        assertThat(Base64.getDecoder().decode(text(der, "private_key"))).isNotEmpty();
    }

    @Test
    void everyFieldOfTheSubjectIsWritten() throws Exception {
        Secret made = world.root(
                "A",
                "common_name",
                "ca.example.com",
                "organization",
                "O1,O2",
                "ou",
                "U",
                "country",
                "DE",
                "locality",
                "L",
                "province",
                "P",
                "street_address",
                "S 1",
                "postal_code",
                "12345",
                "serial_number",
                "77",
                "alt_names",
                "b.example.com,root@example.com",
                "ip_sans",
                "10.0.0.1,::1",
                "uri_sans",
                "spiffe://example.com/ca",
                "other_sans",
                "1.3.6.1.4.1.311.20.2.3;utf8:devops@example.com",
                "max_path_length",
                2,
                "permitted_dns_domains",
                ".example.com,example.com");

        X509Certificate root = certificate(text(made, "certificate"));
        assertThat(root.getSubjectX500Principal().getName("RFC1779"))
                .contains("CN=ca.example.com", "OU=U", "C=DE", "L=L", "ST=P", "STREET=S 1", "O1", "O2", "12345", "77");
        assertThat(root.getSubjectAlternativeNames()).hasSize(7);
        assertThat(root.getBasicConstraints()).isEqualTo(2);
        assertThat(root.getCriticalExtensionOIDs()).contains("2.5.29.30", "2.5.29.19", "2.5.29.15");
    }

    @Test
    void rsaSignsAsItIsAskedTo() {
        assertThat(certificate(text(world.root("A", "key_type", "rsa", "signature_bits", 384), "certificate"))
                        .getSigAlgName())
                .isEqualTo("SHA384withRSA");
        assertThat(certificate(text(
                                world.write("pki/root/generate/existing", "common_name", "B", "use_pss", true),
                                "certificate"))
                        .getSigAlgName())
                .isEqualTo("RSASSA-PSS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key_type|dsa|key_type",
                "key_bits|100|unsupported bit length",
                "ttl|-1h|ttl",
                "not_after|tomorrow|not_after",
                "not_after|2001-01-01T00:00:00Z|not_after",
                "max_path_length|-2|max_path_length",
                "permitted_dns_domains|a b|permitted_dns_domains",
                "country|Germany|country",
                "ip_sans|10.0.0|ip_sans",
                "uri_sans|nothing|uri_sans",
                "other_sans|1.2.3;x|other_sans",
                "alt_names|a b|alt_names",
                "issuer_name|default|reserved name",
                "issuer_name|DEFAULT|reserved name",
                "issuer_name|a/b|issuer_name",
                "key_name|-a|key_name",
                "key_ref|a|key_ref",
                "format|p12|format",
                "private_key_format|x|private_key_format",
                "comon_name|x|common_name",
                "not_before_duration|900000h|not_before_duration",
            })
    void whatCannotWorkIsRefusedByItsFieldAndLeavesNothing(String field, String value, String words) {
        assertThatThrownBy(() -> world.root("A", field, value))
                .isInstanceOf(LeaseholdException.class)
                .hasMessageContaining(words);
        assertThat(world.broker.list("pki/issuers")).isEmpty();
        assertThat(world.broker.list("pki/keys")).isEmpty();
    }

    @Test
    void bothTtlAndNotAfterAreRefused() {
        assertThatThrownBy(() -> world.root("A", "not_after", "2040-01-01T00:00:00Z", "ttl", "1h"))
                .hasMessageContaining("Either ttl or not_after");
    }

    @Test
    void aNameIsGivenOnce() {
        world.root("A", "issuer_name", "one", "key_name", "one");
        assertThatThrownBy(() -> world.root("B", "issuer_name", "one")).hasMessageContaining("already in use");
        assertThatThrownBy(() -> world.root("B", "key_name", "one")).hasMessageContaining("already in use");
        assertThat(world.broker.list("pki/keys")).hasSize(1);
    }

    @Test
    void anAuthorityNeedsANameAndIsWarnedOfWhatItLacks() {
        assertThatThrownBy(() -> world.write("pki/root/generate/internal", "key_type", "ec"))
                .hasMessageContaining("common_name");
        assertThat(world.root("A", "max_path_length", 0).warnings())
                .anyMatch(warning -> warning.contains("max path length of zero"))
                .anyMatch(warning -> warning.contains("AIA"));
    }

    @Test
    void deletingTheRootDeletesAll() {
        world.root("A");
        world.root("B");
        world.broker.delete("pki/root");

        assertThat(world.broker.list("pki/issuers")).isEmpty();
        assertThat(world.broker.list("pki/keys")).isEmpty();
        assertThatThrownBy(() -> world.broker.read("pki/issuer/default"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("could not fetch the CA certificate (was one set?)");
        assertThat(world.broker.read("pki/ca/pem").as(PkiDocument.class).body()).isEmpty();
        assertThat(text(world.root("C"), "issuer_id")).isNotEmpty();
    }
}
