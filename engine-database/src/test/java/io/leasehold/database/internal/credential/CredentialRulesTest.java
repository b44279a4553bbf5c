package io.leasehold.database.internal.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.TestAuthority;
import io.leasehold.database.harness.TestAuthority.Form;
import io.leasehold.error.InvalidRequestException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a {@code credential_config} may say. */
class CredentialRulesTest {

    private static final Instant NOW = Instant.parse("2030-05-01T12:00:00Z");
    private static final TestAuthority AUTHORITY = TestAuthority.sound(NOW);

    @ParameterizedTest
    @CsvSource({"magic", "PASSWORD", "retina"})
    void anUnknownTypeIsRefusedByName(String name) {
        assertThatThrownBy(() -> CredentialType.named(name))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_type: invalid credential_type \"" + name + "\"")
                .hasMessageContaining("client_certificate");
    }

    @Test
    void aPasswordMayNameAPolicyAndNothingElse() {
        assertThat(CredentialRules.read(CredentialType.PASSWORD, Map.of("password_policy", "strong")))
                .isEqualTo(new CredentialRules.Password("strong"));
        assertThat(CredentialRules.read(CredentialType.PASSWORD, Map.of())).isEqualTo(new CredentialRules.Password(""));
        assertRefused(
                CredentialType.PASSWORD,
                Map.of("key_bits", "2048"),
                "credential_config: unknown field \"key_bits\"; there is password_policy");
    }

    @ParameterizedTest
    @CsvSource({", 2048", "0, 2048", "2048, 2048", "3072, 3072", "4096, 4096"})
    void anRsaKeyHasTheLengthThatIsAskedFor(String sent, int bits) {
        Map<String, String> config = sent == null ? Map.of("format", "pkcs8") : Map.of("key_bits", sent);

        assertThat(CredentialRules.read(CredentialType.RSA_PRIVATE_KEY, config))
                .isEqualTo(new CredentialRules.RsaKey(new KeyRules(KeyRules.Type.RSA, bits)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key_bits | 1024 | credential_config.key_bits: is none of 2048, 3072, 4096",
                "key_bits | many | credential_config.key_bits: is none of 2048, 3072, 4096",
                "format | pkcs1 | credential_config.format: is not pkcs8",
                "password_policy | strong | unknown field \"password_policy\"; there are key_bits, format",
            })
    void aWrongRsaKeyIsRefusedByTheSetting(String field, String value, String message) {
        assertRefused(CredentialType.RSA_PRIVATE_KEY, Map.of(field, value), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key_type | | credential_config.key_type: is missing: give rsa, ec or ed25519",
                "key_type | dsa | credential_config.key_type: is none of rsa, ec and ed25519",
                "ca_cert | | credential_config.ca_cert: is missing",
                "ca_cert | nonsense | credential_config.ca_cert: holds no certificate",
                "ca_private_key | | credential_config.ca_private_key: is missing",
                "ca_private_key | nonsense | credential_config.ca_private_key: holds no key as PKCS #8",
                "key_bits | 2048 | credential_config.key_bits: is none of 256, 384, 521",
                "signature_bits | 224 | credential_config.signature_bits: is none of 256, 384, 512",
                "common_name_template | {{.Display | credential_config.common_name_template: at character",
                "common_name_template | app-{{.RoleName}} | credential_config.common_name_template: yields names with 0",
                "common_name_template | {{random 70}} | there is room for 64",
                "serial | 1 | credential_config: unknown field \"serial\"; there are common_name_template, ca_cert",
            })
    void aWrongCertificateIsRefusedByTheSetting(String field, String value, String message) {
        Map<String, String> config = certificate(AUTHORITY, "ec");
        config.put(field, value == null ? "" : value);

        assertRefused(CredentialType.CLIENT_CERTIFICATE, config, message);
    }

    @Test
    void whatHasOneLengthTakesNone() {
        Map<String, String> key = certificate(AUTHORITY, "ed25519");
        key.put("key_bits", "256");
        assertRefused(
                CredentialType.CLIENT_CERTIFICATE, key, "credential_config.key_bits: an ed25519 key has one length");

        Map<String, String> signature =
                certificate(TestAuthority.of(Form.sound(NOW).signingWith("Ed25519")), "ec");
        signature.put("signature_bits", "512");
        assertRefused(CredentialType.CLIENT_CERTIFICATE, signature, "credential_config.signature_bits:");
    }

    @Test
    void theAuthorityMustBeOne() {
        assertAuthorityRefused(Form.sound(NOW).thatIsNone(), "credential_config.ca_cert: is no authority's");
        assertAuthorityRefused(
                Form.sound(NOW).usedFor(KeyUsage.digitalSignature),
                "credential_config.ca_cert: must not sign certificates");
    }

    @Test
    void aKeyOfAnotherAuthorityIsRefusedWithoutShowingIt() {
        TestAuthority another = TestAuthority.sound(NOW);
        Map<String, String> config = certificate(AUTHORITY, "ec");
        config.put("ca_private_key", another.keyPem());

        assertThatThrownBy(() -> CredentialRules.read(CredentialType.CLIENT_CERTIFICATE, config))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_config.ca_private_key: does not belong to the certificate in ca_cert")
                .hasMessageNotContaining(another.keyBody().substring(0, 20));
    }

    @Test
    void aChainIsNotASigner() {
        Map<String, String> config = certificate(AUTHORITY, "ec");
        config.put("ca_cert", AUTHORITY.certificatePem() + AUTHORITY.certificatePem());

        assertRefused(CredentialType.CLIENT_CERTIFICATE, config, "credential_config.ca_cert: holds 2 certificates");
    }

    @Test
    void noTextFormShowsTheAuthoritysKey() {
        CredentialRules rules = CredentialRules.read(CredentialType.CLIENT_CERTIFICATE, certificate(AUTHORITY, "rsa"));

        assertThat(rules.toString()).contains("Clients").doesNotContain(AUTHORITY.keyBody());
        assertThat(ConfigFields.of(Map.of("ca_private_key", "s3cret"), "ca_private_key"))
                .hasToString("ConfigFields[ca_private_key]");
    }

    private static void assertAuthorityRefused(Form form, String message) {
        assertRefused(CredentialType.CLIENT_CERTIFICATE, certificate(TestAuthority.of(form), "ec"), message);
    }

    private static void assertRefused(CredentialType type, Map<String, String> config, String message) {
        assertThatThrownBy(() -> CredentialRules.read(type, config))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining(AUTHORITY.keyBody().substring(0, 20));
    }

    static Map<String, String> certificate(TestAuthority authority, String keyType) {
        return new HashMap<>(Map.of(
                "ca_cert", authority.certificatePem(),
                "ca_private_key", authority.keyPem(),
                "key_type", keyType));
    }
}
