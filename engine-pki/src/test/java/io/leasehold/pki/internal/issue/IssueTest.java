package io.leasehold.pki.internal.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.internal.issuer.AccessUrls;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.KeyIds;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.PrivateKeyText;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssueTest {

    private final IssueWorld world = new IssueWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    private void openRole(String name, Object... more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "allowed_domains", "example.com",
                "allow_subdomains", true,
                "key_type", "ec",
                "max_ttl", "720h"));
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        world.role(name, fields);
    }

    @Test
    void aCertificateHasWhatWasAskedForAndEndsWithItsTtl() {
        openRole("web");
        Secret secret = world.write(
                "issue/web",
                Map.of(
                        "common_name", "a.example.com",
                        "alt_names", "b.example.com",
                        "ip_sans", "10.0.1.50",
                        "ttl", "72h"));
        IssuedCertificate issued = secret.as(IssuedCertificate.class);
        Certificate certificate = IssueWorld.read(issued);

        assertThat(secret.lease()).isEmpty();
        assertThat(secret.warnings()).isEmpty();
        assertThat(issued.serialNumber()).matches("[0-9a-f]{2}(:[0-9a-f]{2})*");
        assertThat(issued.certificate()).endsWith("-----END CERTIFICATE-----");
        assertThat(certificate.subject()).hasToString("CN=a.example.com");
        assertThat(certificate.notAfter().getEpochSecond()).isEqualTo(issued.expiration());
        assertThat(certificate.notAfter())
                .isBetween(
                        world.now().plus(Duration.ofDays(3)).minusSeconds(5),
                        world.now().plus(Duration.ofDays(3)));
        assertThat(certificate.notBefore())
                .isBetween(world.now().minusSeconds(35), world.now().minusSeconds(29));
        assertThat(issued.renewAt())
                .isBetween(
                        world.now().plus(Duration.ofDays(2)).getEpochSecond() - 5,
                        world.now().plus(Duration.ofDays(2)).getEpochSecond());
        assertThat(GeneralNames.fromExtensions(certificate.extensions().orElseThrow(), Extension.subjectAlternativeName)
                        .getNames())
                .extracting(GeneralName::toString)
                .containsExactly("2: a.example.com", "2: b.example.com", "7: #0a000132");
        assertThat(issued.privateKeyType()).isEqualTo("ec");
        var key =
                PrivateKeyText.read("key", Pem.read("key", issued.privateKey()).get(0));
        assertThat(world.crypto()
                        .belongTogether(io.leasehold.pki.internal.crypto.KeyKind.of("ec", 256), key, certificate.key()))
                .isTrue();
        assertThat(secret.toString()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void extensionsAreThoseOfRoleKeyAndIssuer() {
        world.issuer(
                "with-urls",
                TestIssuers.shape()
                        .urls(new AccessUrls(
                                List.of("http://ca.example.com/ca"),
                                List.of("http://ca.example.com/crl"),
                                List.of("http://ca.example.com/delta"),
                                List.of("http://ca.example.com/ocsp"))));
        openRole(
                "web",
                "issuer_ref",
                "with-urls",
                "client_flag",
                false,
                "basic_constraints_valid_for_non_ca",
                true,
                "policy_identifiers",
                "1.3.6.1.4.1.7.8");
        Certificate certificate = IssueWorld.read(world.write("issue/web", Map.of("common_name", "a.example.com")));
        var all = certificate.extensions().orElseThrow();

        assertThat(all.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.keyUsage, Extension.basicConstraints);
        assertThat(KeyUsage.fromExtensions(all).getBytes()[0] & 0xff)
                .isEqualTo(KeyUsage.digitalSignature | KeyUsage.keyAgreement);
        assertThat(ExtendedKeyUsage.fromExtensions(all).getUsages()).containsExactly(KeyPurposeId.id_kp_serverAuth);
        assertThat(BasicConstraints.fromExtensions(all).isCA()).isFalse();
        AuthorityKeyIdentifier authority = AuthorityKeyIdentifier.fromExtensions(all);
        assertThat(authority.getKeyIdentifierOctets())
                .isEqualTo(world.issuer("with-urls").certificate().subjectKeyId());
        assertThat(authority.getAuthorityCertIssuer()).isNull();
        assertThat(authority.getAuthorityCertSerialNumber()).isNull();
        assertThat(certificate.subjectKeyId()).isEqualTo(KeyIds.of(certificate.key()));
        assertThat(all.getExtension(Extension.authorityInfoAccess)).isNotNull();
        assertThat(all.getExtension(Extension.cRLDistributionPoints)).isNotNull();
        assertThat(all.getExtension(Extension.freshestCRL)).isNotNull();
        assertThat(all.getExtension(Extension.certificatePolicies)).isNotNull();
        assertThat(certificate.issuer())
                .isEqualTo(world.issuer("with-urls").certificate().subject());
    }

    @ParameterizedTest
    @CsvSource({
        "rsa,2048,der,RSA PRIVATE KEY",
        "rsa,2048,pkcs8,PRIVATE KEY",
        "ec,256,der,EC PRIVATE KEY",
        "ec,384,pkcs8,PRIVATE KEY",
        "ed25519,0,der,PRIVATE KEY"
    })
    void keysComeInTheFormatThatIsAskedFor(String type, int bits, String format, String label) {
        openRole("web", "key_type", type, "key_bits", bits);
        IssuedCertificate issued =
                world.issue("web", Map.of("common_name", "a.example.com", "private_key_format", format));
        assertThat(Pem.read("key", issued.privateKey()).get(0).label()).isEqualTo(label);
        assertThat(issued.privateKeyType()).isEqualTo(type);
    }

    @Test
    void usagesFollowTheTypeOfTheKey() {
        openRole("any", "key_type", "any");
        assertThat(usage("rsa")).isEqualTo(KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
        assertThat(usage("ec")).isEqualTo(KeyUsage.digitalSignature | KeyUsage.keyAgreement);
        assertThat(usage("ed25519")).isEqualTo(KeyUsage.digitalSignature);
    }

    private int usage(String type) {
        Certificate certificate =
                IssueWorld.read(world.write("issue/any", Map.of("common_name", "a.example.com", "key_type", type)));
        return KeyUsage.fromExtensions(certificate.extensions().orElseThrow()).getBytes()[0] & 0xff;
    }

    @Test
    void theChainBeginsWithTheIssuerAndEndsWithTheRootUnlessRootsAreNotWanted() {
        world.issuer("below", TestIssuers.shape().below("default"));
        openRole("web", "issuer_ref", "below");
        IssuedCertificate all = world.issue("web", Map.of("common_name", "a.example.com"));
        assertThat(all.caChain())
                .containsExactly(
                        world.issuer("below").certificate().pem(),
                        world.issuer("default").certificate().pem());
        assertThat(all.issuingCa())
                .isEqualTo(world.issuer("below").certificate().pem());
        IssuedCertificate without =
                world.issue("web", Map.of("common_name", "a.example.com", "remove_roots_from_chain", true));
        assertThat(without.caChain())
                .containsExactly(world.issuer("below").certificate().pem());

        openRole("of-root");
        Secret rootless =
                world.write("issue/of-root", Map.of("common_name", "a.example.com", "remove_roots_from_chain", true));
        assertThat(rootless.data()).doesNotContainKey("ca_chain").containsKey("issuing_ca");
    }

    @Test
    void aBundleHasKeyCertificateAndChainInOneField() {
        openRole("web");
        IssuedCertificate bundle = world.issue("web", Map.of("common_name", "a.example.com", "format", "pem_bundle"));
        assertThat(Pem.read("bundle", bundle.certificate()))
                .extracting(Pem.Block::label)
                .containsExactly("EC PRIVATE KEY", "CERTIFICATE", "CERTIFICATE");
        assertThat(bundle.certificate()).endsWith("-----END CERTIFICATE-----");
        assertThat(bundle.toString()).doesNotContain("BEGIN");
    }

    @Test
    void derComesInBase64() {
        openRole("web");
        IssuedCertificate der = world.issue("web", Map.of("common_name", "a.example.com", "format", "der"));
        Certificate certificate =
                Certificate.read("certificate", Base64.getDecoder().decode(der.certificate()));
        assertThat(certificate.subject()).hasToString("CN=a.example.com");
        assertThat(Base64.getDecoder().decode(der.issuingCa()))
                .isEqualTo(world.issuer("default").certificate().der());
        assertThat(Base64.getDecoder().decode(der.caChain().get(0)))
                .isEqualTo(world.issuer("default").certificate().der());
        assertThat(Base64.getDecoder().decode(der.privateKey())).isNotEmpty();
    }

    @Test
    void theIssuerOfThePathBeatsThatOfTheRole() {
        world.issuer("other", TestIssuers.shape().key("ed25519", 0));
        openRole("web");
        Certificate certificate =
                IssueWorld.read(world.write("issuer/other/issue/web", Map.of("common_name", "a.example.com")));
        assertThat(certificate.issuer())
                .isEqualTo(world.issuer("other").certificate().subject());
    }

    @Test
    void anRsaIssuerSignsAsTheRoleWants() {
        world.issuer("rsa", TestIssuers.shape().key("rsa", 2048));
        openRole("web", "issuer_ref", "rsa", "signature_bits", 512);
        openRole("pss", "issuer_ref", "rsa", "use_pss", true);
        assertThat(scheme("web")).isEqualTo("1.2.840.113549.1.1.13");
        assertThat(scheme("pss")).isEqualTo("1.2.840.113549.1.1.10");
    }

    private String scheme(String role) {
        return IssueWorld.read(world.write("issue/" + role, Map.of("common_name", "a.example.com")))
                .holder()
                .getSignatureAlgorithm()
                .getAlgorithm()
                .getId();
    }

    @Test
    void anEmptySubjectMakesTheNamesCritical() {
        openRole("web", "require_cn", false);
        Certificate certificate = IssueWorld.read(world.write("issue/web", Map.of("alt_names", "a.example.com")));
        assertThat(certificate.subject().getRDNs()).isEmpty();
        assertThat(certificate
                        .extensions()
                        .orElseThrow()
                        .getExtension(Extension.subjectAlternativeName)
                        .isCritical())
                .isTrue();
    }

    @Test
    void aRoleThatIsWrittenAgainIsFollowedAtOnce() {
        openRole("web");
        world.issue("web", Map.of("common_name", "a.example.com"));
        openRole("web", "server_flag", false);
        Certificate certificate = IssueWorld.read(world.write("issue/web", Map.of("common_name", "a.example.com")));
        assertThat(ExtendedKeyUsage.fromExtensions(certificate.extensions().orElseThrow())
                        .getUsages())
                .containsExactly(KeyPurposeId.id_kp_clientAuth);
    }

    @Test
    void whatCannotBeIsRefusedByField() {
        openRole("web");
        refused("issue/web", Map.of("common_name", "evil.com"), "not allowed by this role");
        refused("issue/web", Map.of(), "common_name");
        refused("issue/web", Map.of("common_name", "a.example.com", "format", "p12"), "format");
        refused("issue/web", Map.of("common_name", "a.example.com", "private_key_format", "x"), "private_key_format");
        refused("issue/web", Map.of("common_name", "a.example.com", "not_after", "tomorrow"), "not_after");
        refused("issue/web", Map.of("common_name", "a.example.com", "commn_name", "x"), "commn_name");
        refused(
                "issue/web",
                Map.of("common_name", "a.example.com", "ttl", "1h", "not_after", "2030-01-01T00:00:00Z"),
                "Either ttl or not_after");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> world.write("issue/none", Map.of("common_name", "a.example.com")))
                .withMessageContaining("unknown role: none");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> world.write("issuer/none/issue/web", Map.of("common_name", "a.example.com")))
                .withMessageContaining("unknown issuer");
    }

    private void refused(String path, Map<String, ?> fields, String words) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> world.write(path, fields))
                .withMessageContaining(words);
    }

    @Test
    void aKeyTypeBesideThatOfTheRoleIsIgnoredWithAWarning() {
        openRole("web");
        Secret secret = world.write("issue/web", Map.of("common_name", "a.example.com", "key_type", "rsa"));
        assertThat(secret.as(IssuedCertificate.class).privateKeyType()).isEqualTo("ec");
        assertThat(secret.warnings()).anyMatch(warning -> warning.contains("key_type"));
    }
}
