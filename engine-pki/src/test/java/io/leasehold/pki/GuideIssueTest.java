package io.leasehold.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.MountOptions;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.storage.InMemoryStorage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands of the guide, in its order and with its fields, through a real broker. */
class GuideIssueTest {

    private final SecretBroker broker =
            SecretBroker.builder().name("guide").storage(new InMemoryStorage()).build();

    @BeforeEach
    void authoritiesAndRoles() {
        broker.mounts().enable("pki", "pki");
        broker.mounts()
                .tune(
                        "pki",
                        MountOptions.builder()
                                .maxLeaseTtl(Duration.ofDays(3650))
                                .build());
        broker.write(
                "pki/root/generate/internal",
                Map.of(
                        "common_name", "My Organization Root CA",
                        "issuer_name", "root-2026",
                        "ttl", "87600h",
                        "key_type", "ec",
                        "key_bits", 384));
        broker.mounts().enable("pki_int", "pki");
        broker.mounts()
                .tune(
                        "pki_int",
                        MountOptions.builder()
                                .maxLeaseTtl(Duration.ofDays(1825))
                                .build());
        Object csr = broker.write(
                        "pki_int/intermediate/generate/internal",
                        Map.of(
                                "common_name", "My Organization Intermediate CA",
                                "issuer_name", "intermediate-2026",
                                "key_type", "ec",
                                "key_bits", 384))
                .data()
                .get("csr");
        Object certificate = broker.write(
                        "pki/root/sign-intermediate",
                        Map.of("issuer_ref", "root-2026", "csr", csr, "format", "pem_bundle", "ttl", "43800h"))
                .data()
                .get("certificate");
        broker.write("pki_int/intermediate/set-signed", Map.of("certificate", certificate));
        broker.write(
                "pki_int/config/urls",
                Map.of(
                        "issuing_certificates", "https://vault.example.com:8200/v1/pki_int/ca",
                        "crl_distribution_points", "https://vault.example.com:8200/v1/pki_int/crl",
                        "ocsp_servers", "https://vault.example.com:8200/v1/pki_int/ocsp"));
        broker.write(
                "pki_int/roles/web-servers",
                Map.ofEntries(
                        Map.entry("allowed_domains", "example.com,internal.example.com"),
                        Map.entry("allow_subdomains", true),
                        Map.entry("allow_bare_domains", false),
                        Map.entry("max_ttl", "720h"),
                        Map.entry("key_type", "ec"),
                        Map.entry("key_bits", 256),
                        Map.entry("require_cn", true),
                        Map.entry("server_flag", true),
                        Map.entry("client_flag", false),
                        Map.entry("enforce_hostnames", true),
                        Map.entry("allow_ip_sans", true),
                        Map.entry("allowed_uri_sans", "spiffe://cluster.local/*")));
        broker.write(
                "pki_int/roles/service-mesh",
                Map.of(
                        "allowed_domains", "mesh.internal",
                        "allow_subdomains", true,
                        "max_ttl", "24h",
                        "key_type", "ec",
                        "key_bits", 256,
                        "server_flag", true,
                        "client_flag", true,
                        "enforce_hostnames", true,
                        "allow_ip_sans", false));
        broker.write(
                "pki_int/roles/ephemeral",
                Map.of(
                        "allowed_domains",
                        "ci.internal",
                        "allow_subdomains",
                        true,
                        "max_ttl",
                        "4h",
                        "key_type",
                        "ec",
                        "key_bits",
                        256,
                        "no_store",
                        true,
                        "generate_lease",
                        false));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void aWebServerGetsItsCertificateKeyAndChain() {
        Secret secret = broker.write(
                "pki_int/issue/web-servers",
                Map.of(
                        "common_name", "api.internal.example.com",
                        "alt_names", "api-v2.internal.example.com",
                        "ip_sans", "10.0.1.50",
                        "ttl", "72h"));
        IssuedCertificate issued = secret.as(IssuedCertificate.class);
        assertThat(issued.caChain()).hasSize(2);
        assertThat(Certificate.readAll("chain", issued.caChain().get(1)).get(0).subject())
                .hasToString("CN=My Organization Root CA");
        assertThat(issued.privateKey()).startsWith("-----BEGIN EC PRIVATE KEY-----");
        assertThat(secret.warnings()).isEmpty();
        assertThat(secret.data().get("ca_chain"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    @Test
    void aServiceOfTheMeshGetsItsCertificateAndNoAddress() {
        Secret secret = broker.write(
                "pki_int/issue/service-mesh", Map.of("common_name", "payment-service.mesh.internal", "ttl", "12h"));
        assertThat(secret.as(IssuedCertificate.class).certificate()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> broker.write(
                        "pki_int/issue/service-mesh",
                        Map.of("common_name", "payment-service.mesh.internal", "ip_sans", "10.0.0.1")))
                .withMessageContaining("IP Subject Alternative Names are not allowed in this role");
    }

    @Test
    void anEphemeralCertificateHasTheLongestLifeOfItsRole() {
        Secret secret = broker.write("pki_int/issue/ephemeral", Map.of("common_name", "job.ci.internal"));
        Certificate certificate = Certificate.readAll(
                        "certificate", secret.as(IssuedCertificate.class).certificate())
                .get(0);
        assertThat(Duration.between(certificate.notBefore(), certificate.notAfter()))
                .isEqualTo(Duration.ofHours(4).plusSeconds(30));
        assertThat(secret.warnings()).singleElement().asString().contains("max_ttl");
    }
}
