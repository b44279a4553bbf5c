package io.leasehold.pki.authority;

import static io.leasehold.pki.authority.PkiWorld.certificate;
import static io.leasehold.pki.authority.PkiWorld.certificates;
import static io.leasehold.pki.authority.PkiWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.SignedIntermediate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntermediatesTest {

    private final PkiWorld world = new PkiWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private String csr(Object... more) {
        Map<String, Object> fields = PkiWorld.fields("common_name", "Int", "key_type", "ec");
        fields.putAll(PkiWorld.fields(more));
        return text(world.broker.write("pki_int/intermediate/generate/internal", fields), "csr");
    }

    private SignedIntermediate sign(String csr, Object... more) {
        Map<String, Object> fields = PkiWorld.fields("csr", csr, "ttl", "24h");
        fields.putAll(PkiWorld.fields(more));
        return world.broker.write("pki/root/sign-intermediate", fields).as(SignedIntermediate.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"intermediate/generate/internal", "issuers/generate/intermediate/internal"})
    void bothPathsMakeARequest(String path) {
        world.root("A");
        String csr = text(world.write("pki_int/" + path, "common_name", "I", "key_type", "ed25519"), "csr");

        X509Certificate made = certificate(sign(csr).certificate());
        assertThat(made.getSubjectX500Principal().getName())
                .as("the request's name")
                .isEqualTo("CN=I");
        assertThat(made.getPublicKey().getAlgorithm()).isIn("EdDSA", "Ed25519");
    }

    @Test
    void theSubjectIsTheSignersUnlessTheRequestsIsAskedFor() throws Exception {
        world.root("A");
        String csr = csr("organization", "From CSR", "alt_names", "int.example.com", "add_basic_constraints", true);

        X509Certificate plain = certificate(sign(csr, "organization", "Given").certificate());
        assertThat(plain.getSubjectX500Principal().getName())
                .contains("O=Given", "CN=Int")
                .doesNotContain("From CSR");
        assertThat(plain.getSubjectAlternativeNames()).isNull();

        X509Certificate copied = certificate(
                sign(csr, "use_csr_values", true, "max_path_length", 0).certificate());
        assertThat(copied.getSubjectX500Principal().getName()).contains("O=From CSR");
        assertThat(copied.getSubjectAlternativeNames()).hasSize(1);
        assertThat(copied.getBasicConstraints()).as("never the request's").isZero();
    }

    @Test
    void whatIsNotTakenIsSaid() {
        world.root("A");
        String csr = csr("organization", "From CSR");
        assertThat(world.write("pki/root/sign-intermediate", "csr", csr, "ttl", "24h")
                        .warnings())
                .anyMatch(warning -> warning.contains("use_csr_values"));
        assertThat(world.write(
                                "pki/root/sign-intermediate",
                                "csr",
                                csr,
                                "ttl",
                                "24h",
                                "use_csr_values",
                                true,
                                "organization",
                                "Given")
                        .warnings())
                .anyMatch(warning -> warning.startsWith("organization of the request"));
        assertThat(world.write("pki/root/sign-intermediate", "csr", csr(), "ttl", "24h")
                        .warnings())
                .isEmpty();
    }

    @Test
    void allThatIsAskedForIsWritten() throws Exception {
        world.root("A");
        X509Certificate made = certificate(sign(
                        csr(),
                        "common_name",
                        "Given",
                        "alt_names",
                        "x.example.com",
                        "key_usage",
                        "CertSign,CRLSign,DigitalSignature",
                        "ext_key_usage",
                        "ServerAuth,1.2.3.4",
                        "skid",
                        "01:02:03",
                        "permitted_dns_domains",
                        "example.com",
                        "not_before_duration",
                        "1h",
                        "max_path_length",
                        3)
                .certificate());

        assertThat(made.getKeyUsage()[0]).as("digitalSignature").isTrue();
        assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.2.3.4");
        assertThat(made.getExtensionValue("2.5.29.14")).endsWith(1, 2, 3);
        assertThat(made.getCriticalExtensionOIDs()).contains("2.5.29.30");
        assertThat(made.getBasicConstraints()).isEqualTo(3);
        assertThat(Duration.between(
                        made.getNotBefore().toInstant(), made.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofHours(25));
    }

    @Test
    void aPathLengthGoesDownAndEndsAtZero() {
        world.root("A", "max_path_length", 1);
        SignedIntermediate first = sign(csr());
        assertThat(certificate(first.certificate()).getBasicConstraints()).isZero();
        world.write("pki_int/intermediate/set-signed", "certificate", first.certificate());

        assertThatThrownBy(() -> world.write("pki_int/root/sign-intermediate", "csr", csr("common_name", "Below")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("max path length of zero");
        Secret more = world.write("pki/root/sign-intermediate", "csr", csr(), "max_path_length", 5, "ttl", "1h");
        assertThat(more.warnings()).anyMatch(warning -> warning.contains("max_path_length"));
        assertThat(certificate(text(more, "certificate")).getBasicConstraints()).isZero();
    }

    @Test
    void anIntermediateKeepsToTheConstraintsAboveIt() {
        world.root("A", "permitted_dns_domains", "example.com");
        assertThat(sign(csr(), "permitted_dns_domains", "team.example.com", "alt_names", "ca.example.com")
                        .serialNumber())
                .isNotEmpty();
        for (String field : List.of("permitted_dns_domains", "alt_names")) {
            assertThatThrownBy(() -> sign(csr(), field, "other.org"))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            error -> assertThat(error.field()).contains(field))
                    .hasMessageContaining("name constraints");
        }
        assertThatThrownBy(() -> sign(csr("alt_names", "other.org"), "use_csr_values", true))
                .hasMessageContaining("name constraints");
    }

    @Test
    void anIntermediateMayOutliveItsIssuerButNotTheMount() {
        world.root("A", "ttl", "48h");
        Secret made = world.write("pki/root/sign-intermediate", "csr", csr(), "ttl", "100h");
        assertThat(made.warnings()).anyMatch(warning -> warning.contains("outlives its issuer"));

        Secret cut = world.write("pki/root/sign-intermediate", "csr", csr(), "ttl", "99999h");
        assertThat(cut.warnings()).anyMatch(warning -> warning.contains("mount's max TTL"));
    }

    @Test
    void anExpiredIssuerSignsNothing() {
        world.root("A", "ttl", "1h");
        String csr = csr();
        world.time.advance(Duration.ofHours(2));
        assertThatThrownBy(() -> sign(csr)).hasMessageContaining("beyond the expiration of the CA certificate at");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csr||csr",
                "csr|x|contains no data",
                "key_usage|KeyAgreement|key_usage",
                "ext_key_usage|Nonsense|ext_key_usage",
                "skid|xyz|skid",
                "format|p7|format",
                "issuer_ref|nobody|unknown issuer",
                "max_path_length|-7|max_path_length",
                "signature_bits|100|signature_bits",
                "use_csr_value|true|use_csr_values",
            })
    void whatCannotWorkIsRefused(String field, String value, String words) {
        world.root("A", "key_type", "rsa");
        String csr = csr();
        assertThatThrownBy(() -> sign(csr, field, value == null ? "" : value))
                .isInstanceOf(LeaseholdException.class)
                .hasMessageContaining(words);
    }

    @Test
    void anyIssuerSignsAtItsPath() {
        world.root("A", "issuer_name", "a");
        Secret second = world.root("B", "issuer_name", "b");
        Secret made = world.write("pki/issuer/b/sign-intermediate", "csr", csr(), "format", "der");

        assertThat(text(made, "issuing_ca"))
                .isEqualTo(Base64.getEncoder().encodeToString(der(text(second, "certificate"))));
        assertThatThrownBy(() -> world.write("pki/issuer/c/sign-intermediate", "csr", csr()))
                .isInstanceOf(NotFoundException.class);
    }

    private static byte[] der(String pem) {
        try {
            return certificate(pem).getEncoded();
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCrossSignedIntermediateHasTwoIssuersOfOneKeyAndBothChainsEnd() {
        world.root("A", "issuer_name", "a");
        world.root("B", "issuer_name", "b");
        String first = world.intermediate("int", "issuer_ref", "a");
        String csr = text(
                world.write("pki_int/intermediate/cross-sign", "common_name", "int", "issuer_name", "int-b"), "csr");
        SignedIntermediate signed = sign(csr, "issuer_ref", "b", "format", "pem_bundle", "common_name", "int");
        world.write("pki_int/intermediate/set-signed", "certificate", signed.certificate());

        Secret one = world.broker.read("pki_int/issuer/int");
        Secret other = world.broker.read("pki_int/issuer/int-b");
        assertThat(text(one, "key_id")).isEqualTo(text(other, "key_id"));
        assertThat(text(world.broker.read("pki_int/issuer/default"), "issuer_id"))
                .isEqualTo(first);
        Map<String, String> roots = new HashMap<>();
        for (Secret each : List.of(one, other)) {
            List<X509Certificate> chain = certificates(String.join("\n", chain(each)));
            PkiWorld.verifyToRoot(chain);
            assertThat(chain).hasSize(2);
            roots.put(
                    text(each, "issuer_name"),
                    chain.get(1).getSubjectX500Principal().getName());
        }
        assertThat(roots).containsEntry("int", "CN=A Root").containsEntry("int-b", "CN=B Root");
    }

    @SuppressWarnings("unchecked") // a list of texts by its contract
    static List<String> chain(Secret issuer) {
        return (List<String>) issuer.data().get("ca_chain");
    }

    @Test
    void twoRequestsOfOneNameGiveItToTheFirstThatComesBack() {
        world.root("A");
        String first = csr("issuer_name", "int");
        String second = csr("issuer_name", "int");
        world.write(
                "pki_int/intermediate/set-signed", "certificate", sign(second).certificate());
        Secret late = world.write(
                "pki_int/intermediate/set-signed", "certificate", sign(first).certificate());

        assertThat(late.warnings()).anyMatch(warning -> warning.contains("'int'"));
        assertThat(world.broker.list("pki_int/issuers")).hasSize(2);
        assertThat(text(world.broker.read("pki_int/issuer/int"), "key_id")).isNotEmpty();
    }

    @Test
    void signedIntermediatesOfAMountNeverShareASerialAndAreKept() {
        world.root("A");
        String csr = csr();
        assertThat(List.of(
                        sign(csr).serialNumber(),
                        sign(csr).serialNumber(),
                        sign(csr).serialNumber()))
                .doesNotHaveDuplicates()
                .allMatch(serial -> serial.matches("([0-9a-f]{2}:){1,19}[0-9a-f]{2}"));
    }
}
