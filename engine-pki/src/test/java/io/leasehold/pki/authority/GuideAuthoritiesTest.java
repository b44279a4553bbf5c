package io.leasehold.pki.authority;

import static io.leasehold.pki.authority.PkiWorld.certificate;
import static io.leasehold.pki.authority.PkiWorld.certificates;
import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.MountOptions;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.pki.AuthorityCertificate;
import io.leasehold.pki.CertificateAuthority;
import io.leasehold.pki.ImportedAuthorities;
import io.leasehold.pki.IntermediateRequest;
import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.PkiIssuer;
import io.leasehold.pki.SignedIntermediate;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The guide's commands on authorities, verbatim and in its order. */
class GuideAuthoritiesTest {

    @Test
    void theGuidesCommandsMakeARootAndAnIntermediate() throws Exception {
        try (SecretBroker broker = SecretBroker.builder().build()) {
            broker.mounts().enable("pki", "pki");
            broker.mounts()
                    .tune(
                            "pki",
                            MountOptions.builder()
                                    .maxLeaseTtl(Duration.ofDays(3650))
                                    .build());
            Secret made = broker.write(
                    "pki/root/generate/internal",
                    Map.of(
                            "common_name", "My Organization Root CA",
                            "issuer_name", "root-2026",
                            "ttl", "87600h",
                            "key_type", "ec",
                            "key_bits", "384"));
            CertificateAuthority root = made.as(CertificateAuthority.class);
            X509Certificate rootCertificate = certificate(root.certificate());
            assertThat(root.issuerName()).isEqualTo("root-2026");
            assertThat(made.data()).doesNotContainKeys("private_key", "private_key_type");
            assertThat(root.certificate()).doesNotEndWith("\n").isEqualTo(root.issuingCa());
            assertThat(rootCertificate.getSubjectX500Principal().getName()).isEqualTo("CN=My Organization Root CA");
            assertThat(((ECPublicKey) rootCertificate.getPublicKey())
                            .getParams()
                            .getOrder()
                            .bitLength())
                    .isEqualTo(384);
            assertThat(rootCertificate.getSigAlgName()).isEqualTo("SHA384withECDSA");
            assertThat(Duration.between(
                            rootCertificate.getNotBefore().toInstant(),
                            rootCertificate.getNotAfter().toInstant()))
                    .isEqualTo(Duration.ofDays(3650).plusSeconds(30));

            broker.write(
                    "pki/config/urls",
                    Map.of(
                            "issuing_certificates", "https://vault.example.com:8200/v1/pki/ca",
                            "crl_distribution_points", "https://vault.example.com:8200/v1/pki/crl",
                            "ocsp_servers", "https://vault.example.com:8200/v1/pki/ocsp"));

            broker.mounts().enable("pki_int", "pki");
            broker.mounts()
                    .tune(
                            "pki_int",
                            MountOptions.builder()
                                    .maxLeaseTtl(Duration.ofDays(1825))
                                    .build());
            IntermediateRequest request = broker.write(
                            "pki_int/intermediate/generate/internal",
                            Map.of(
                                    "common_name", "My Organization Intermediate CA",
                                    "issuer_name", "intermediate-2026",
                                    "key_type", "ec",
                                    "key_bits", "384"))
                    .as(IntermediateRequest.class);
            assertThat(request.csr()).startsWith("-----BEGIN CERTIFICATE REQUEST-----");
            assertThat(broker.list("pki_int/issuers")).as("no issuer yet").isEmpty();

            Secret signing = broker.write(
                    "pki/root/sign-intermediate",
                    Map.of(
                            "issuer_ref", "root-2026",
                            "csr", request.csr(),
                            "format", "pem_bundle",
                            "ttl", "43800h"));
            SignedIntermediate signed = signing.as(SignedIntermediate.class);
            assertThat(signing.warnings()).isEmpty();
            assertThat(certificates(signed.certificate()))
                    .as("the bundle holds the root too")
                    .hasSize(2)
                    .endsWith(rootCertificate);
            assertThat(signed.caChain()).hasSize(2).last().isEqualTo(root.certificate());

            ImportedAuthorities imported = broker.write(
                            "pki_int/intermediate/set-signed", Map.of("certificate", signed.certificate()))
                    .as(ImportedAuthorities.class);
            assertThat(imported.importedIssuers()).hasSize(2);
            assertThat(imported.mapping().values()).containsExactlyInAnyOrder(request.keyId(), "");

            broker.write(
                    "pki_int/config/urls",
                    Map.of(
                            "issuing_certificates", "https://vault.example.com:8200/v1/pki_int/ca",
                            "crl_distribution_points", "https://vault.example.com:8200/v1/pki_int/crl",
                            "ocsp_servers", "https://vault.example.com:8200/v1/pki_int/ocsp"));

            PkiIssuer intermediate =
                    broker.read("pki_int/issuer/intermediate-2026").as(PkiIssuer.class);
            assertThat(broker.read("pki_int/issuer/default").as(PkiIssuer.class))
                    .as("the issuer with a key is the default")
                    .isEqualTo(intermediate);
            assertThat(intermediate.keyId()).isEqualTo(request.keyId());
            assertThat(intermediate.serialNumber()).isEqualTo(signed.serialNumber());
            assertThat(intermediate.caChain()).as("complete").isEqualTo(signed.caChain());
            assertUrls(certificate(intermediate.certificate()));
            assertDocuments(broker, intermediate);
        }
    }

    private static void assertUrls(X509Certificate certificate) {
        String der = new String(certificate.getExtensionValue("1.3.6.1.5.5.7.1.1"), StandardCharsets.ISO_8859_1);
        assertThat(der)
                .contains("https://vault.example.com:8200/v1/pki/ca", "https://vault.example.com:8200/v1/pki/ocsp");
        assertThat(new String(certificate.getExtensionValue("2.5.29.31"), StandardCharsets.ISO_8859_1))
                .contains("https://vault.example.com:8200/v1/pki/crl");
        assertThat(certificate.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(certificate.getKeyUsage())
                .containsExactly(false, false, false, false, false, true, true, false, false);
    }

    private static void assertDocuments(SecretBroker broker, PkiIssuer issuer) throws Exception {
        PkiDocument pem = broker.read("pki_int/ca/pem").as(PkiDocument.class);
        PkiDocument der = broker.read("pki_int/ca").as(PkiDocument.class);
        PkiDocument chain = broker.read("pki_int/ca_chain").as(PkiDocument.class);
        assertThat(pem.body()).isEqualTo(issuer.certificate());
        assertThat(der.contentType()).isEqualTo("application/pkix-cert");
        assertThat(der.base64()).isTrue();
        assertThat(Base64.getDecoder().decode(der.body()))
                .isEqualTo(certificate(issuer.certificate()).getEncoded());
        assertThat(chain.body()).isEqualTo(String.join("\n", issuer.caChain()));
        assertThat(broker.read("pki_int/cert/ca").as(AuthorityCertificate.class).certificate())
                .isEqualTo(issuer.certificate());
        assertThat(broker.read("pki_int/cert/ca_chain")
                        .as(AuthorityCertificate.class)
                        .certificate())
                .isEqualTo(chain.body());
        for (String ref : List.of("default", issuer.issuerId(), issuer.issuerName())) {
            assertThat(broker.read("pki_int/issuer/" + ref + "/json")
                            .as(AuthorityCertificate.class)
                            .caChain())
                    .isEqualTo(issuer.caChain());
            assertThat(broker.read("pki_int/issuer/" + ref + "/pem").as(PkiDocument.class))
                    .isEqualTo(pem);
            assertThat(broker.read("pki_int/issuer/" + ref + "/der").as(PkiDocument.class))
                    .isEqualTo(der);
        }
    }
}
