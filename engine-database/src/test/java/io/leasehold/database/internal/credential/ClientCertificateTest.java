package io.leasehold.database.internal.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.TestAuthority;
import io.leasehold.database.harness.TestAuthority.Form;
import io.leasehold.database.internal.tls.KeyFit;
import io.leasehold.database.internal.tls.PemText;
import io.leasehold.error.InvalidRequestException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and certificates as they are made. */
class ClientCertificateTest {

    private static final Instant NOW = Instant.parse("2030-05-01T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @CsvSource({
        "rsa, 2048, EC, 256, SHA256withECDSA",
        "rsa, 3072, RSA, 512, SHA512withRSA",
        "ec, 256, RSA, 384, SHA384withRSA",
        "ec, 384, EC, 512, SHA512withECDSA",
        "ec, 521, Ed25519, '', Ed25519",
        "ed25519, '', EC, '', SHA256withECDSA",
        "ed25519, '', Ed448, '', Ed448",
    })
    void aCertificateIsSignedForAKeyOfEachKind(
            String keyType, String bits, String authorityAlgorithm, String signatureBits, String signature)
            throws Exception {
        TestAuthority authority = TestAuthority.of(Form.sound(NOW).signingWith(authorityAlgorithm));
        Map<String, String> config = CredentialRulesTest.certificate(authority, keyType);
        config.put("key_bits", bits);
        config.put("signature_bits", signatureBits);
        CertificateRules rules = rules(config);
        KeyPair pair = rules.key().draw(RANDOM);
        ClientCertificate made =
                ClientCertificate.sign(rules, "v-app", pair.getPublic(), NOW, NOW.plusSeconds(3600), RANDOM);

        X509Certificate certificate =
                PemText.certificates("pem", Pem.of(made.certificate())).get(0);
        PrivateKey key = PemText.key("pem", Pem.of(pair.getPrivate()));
        certificate.verify(authority.certificate().getPublicKey());
        assertThat(certificate.getSigAlgName()).isEqualToIgnoringCase(signature);
        assertThat(KeyFit.fit(certificate.getPublicKey(), key)).isTrue();
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=v-app");
        assertThat(certificate.getIssuerX500Principal())
                .isEqualTo(authority.certificate().getSubjectX500Principal());
        assertThat(certificate.getBasicConstraints()).isNegative();
        assertThat(certificate.getKeyUsage())
                .startsWith(true)
                .doesNotContain(true, org.assertj.core.data.Index.atIndex(5));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getSerialNumber()).isPositive();
    }

    @Test
    void aCertificateBeginsBeforeNowAndEndsAfterItsCredential() {
        X509Certificate certificate = sign(NOW.plusSeconds(3600)).certificate();

        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minusSeconds(60));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plusSeconds(3660));
    }

    @Test
    void noCertificateOutlivesItsAuthority() {
        Instant end = NOW.plus(Duration.ofDays(10));

        assertThat(sign(end).certificate().getNotAfter().toInstant()).isEqualTo(end);
        assertThatThrownBy(() -> sign(end.plusSeconds(1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_config.ca_cert: ends at 2030-05-11T12:00:00Z")
                .hasMessageContaining("shorten max_ttl");
    }

    @Test
    void anAuthorityThatIsNotValidNowSignsNothing() {
        Authority expired = authority(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)));
        assertThatThrownBy(() -> expired.requireValid(NOW, NOW))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_config.ca_cert: has expired at 2030-04-30T12:00:00Z");
        Authority early = authority(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9)));
        assertThatThrownBy(() -> early.requireValid(NOW, NOW))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_config.ca_cert: is not valid before 2030-05-02T12:00:00Z");
    }

    @Test
    void namesAreToldByRfc4514WithTheTypesThatOpenSslKnows() {
        TestAuthority authority = TestAuthority.of(Form.sound(NOW).named("C=DE,E=ca@acme.example,OU=A/B,CN=Ac\\, me"));
        CertificateRules rules = rules(CredentialRulesTest.certificate(authority, "ec"));
        ClientCertificate made = ClientCertificate.sign(
                rules, "v-app", rules.key().draw(RANDOM).getPublic(), NOW, NOW.plusSeconds(60), RANDOM);

        assertThat(made.subject()).isEqualTo("CN=v-app");
        assertThat(made.issuer()).isEqualTo("CN=Ac\\, me,OU=A/B,emailAddress=ca@acme.example,C=DE");
    }

    @Test
    void aUsersNameIsTheCommonNameUnlessItIsTooLong() {
        assertThat(CertificateRules.commonNameOf("v".repeat(64))).hasSize(64);
        assertThatThrownBy(() -> CertificateRules.commonNameOf("v".repeat(65)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_config.common_name_template: is missing")
                .hasMessageContaining("username_template");
    }

    @Test
    void withoutBouncyCastleTheDependencyToAddIsNamed() throws Exception {
        ClientCertificate.requireLibrary();
        try (URLClassLoader loader = new URLClassLoader(withoutBouncyCastle(), ClassLoader.getPlatformClassLoader())) {
            Class<?> alone = loader.loadClass(ClientCertificate.class.getName());

            assertThatThrownBy(() -> alone.getMethod("requireLibrary").invoke(null))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageContaining("credential_type: client_certificate needs Bouncy Castle")
                    .hasMessageContaining("org.bouncycastle:bcpkix-jdk18on:1.86");
        }
    }

    private static URL[] withoutBouncyCastle() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("bcpkix") && !entry.contains("bcprov") && !entry.contains("bcutil")) {
                urls.add(url(entry));
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static URL url(String entry) throws MalformedURLException {
        return new File(entry).toURI().toURL();
    }

    private static Authority authority(Instant from, Instant to) {
        return rules(CredentialRulesTest.certificate(
                        TestAuthority.of(Form.sound(NOW).valid(from, to)), "ec"))
                .authority();
    }

    private static ClientCertificate sign(Instant end) {
        CertificateRules rules = rules(CredentialRulesTest.certificate(TestAuthority.sound(NOW), "ec"));
        return ClientCertificate.sign(rules, "v-app", rules.key().draw(RANDOM).getPublic(), NOW, end, RANDOM);
    }

    private static CertificateRules rules(Map<String, String> config) {
        CredentialRules rules = CredentialRules.read(CredentialType.CLIENT_CERTIFICATE, config);
        return ((CredentialRules.ClientCertificate) rules).certificate();
    }
}
