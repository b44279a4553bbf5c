package io.leasehold.database.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.mongo.StandInCertificates;
import io.leasehold.error.InvalidRequestException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class PemBundleTest {

    @TempDir
    static Path folder;

    private static String authority;
    private static String client;
    private static String certificate;
    private static String key;
    private static String another;

    @BeforeAll
    static void make() throws Exception {
        StandInCertificates certificates = new StandInCertificates(folder);
        authority = certificates.authority();
        client = certificates.client("client");
        certificate = client.substring(0, client.indexOf("-----BEGIN PRIVATE KEY"));
        key = client.substring(certificate.length());
        String other = certificates.client("another");
        another = other.substring(0, other.indexOf("-----BEGIN PRIVATE KEY"));
    }

    @Test
    void withoutAKeyAllCertificatesAreOfAuthorities() {
        PemBundle bundle = PemBundle.ofPem("pem_bundle", "a comment\n" + authority + another);

        assertThat(bundle.identity()).isEmpty();
        assertThat(bundle.authorities()).hasSize(2);
    }

    @Test
    void theCertificateThatFitsToTheKeyIsTheClientsOwnWhereverItStands() {
        for (String pem : List.of(certificate + key + authority, authority + another + key + certificate)) {
            PemBundle bundle = PemBundle.ofPem("pem_bundle", pem);

            assertThat(bundle.identity())
                    .hasValueSatisfying(identity -> assertThat(identity.chain())
                            .hasSize(2)
                            .first()
                            .satisfies(own -> assertThat(
                                            own.getSubjectX500Principal().getName())
                                    .isEqualTo("CN=client")));
            assertThat(bundle.authorities())
                    .isNotEmpty()
                    .noneMatch(
                            other -> other.getSubjectX500Principal().getName().equals("CN=client"));
            assertThat(bundle.toString() + bundle.identity()).doesNotContain("PRIVATE");
        }
    }

    @Test
    void whatACertificateEngineAnswersIsReadWithOrWithoutItsWrapping() {
        Map<String, Object> issued = Map.of(
                "certificate",
                certificate,
                "private_key",
                key,
                "issuing_ca",
                authority,
                "ca_chain",
                List.of(authority));
        JsonMapper json = JsonMapper.builder().build();

        for (Map<String, Object> answer : List.<Map<String, Object>>of(issued, Map.of("data", issued))) {
            PemBundle bundle = PemBundle.ofJson("pem_json", json.writeValueAsString(answer));

            assertThat(bundle.identity()).isPresent();
            assertThat(bundle.authorities()).isNotEmpty();
        }
    }

    @Test
    void aKeyToWhichNothingFitsOrThatCannotBeReadIsRefusedWithoutBeingRepeated() {
        String secret = key.lines().skip(1).findFirst().orElseThrow();

        assertRefused(another + key, "no certificate that fits", secret);
        assertRefused(certificate + key.replace("PRIVATE KEY", "RSA PRIVATE KEY"), "openssl pkcs8", secret);
        assertRefused(
                certificate + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "neither RSA", secret);
        assertRefused("nothing", "no certificate", secret);
        assertThatThrownBy(() -> PemBundle.ofJson("pem_json", key))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageNotContaining(secret);
    }

    @Test
    void versionsOfTlsAreNamedAsElsewhere() {
        assertThat(TlsVersion.named("tls_min_version", null).protocols()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(TlsVersion.named("tls_min_version", "tls10").protocols()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(TlsVersion.named("tls_min_version", "TLS13").protocols()).containsExactly("TLSv1.3");
        assertThatThrownBy(() -> TlsVersion.named("tls_min_version", "ssl3"))
                .hasMessageStartingWith("tls_min_version: ")
                .hasMessageContaining("tls12");
    }

    private static void assertRefused(String pem, String reason, String secret) {
        assertThatThrownBy(() -> PemBundle.ofPem("pem_bundle", pem))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("pem_bundle: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining(secret);
    }
}
