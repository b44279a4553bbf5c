package io.leasehold.pki.internal.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.PkiRole;
import io.leasehold.pki.internal.role.ValidityRules.Beginning;
import io.leasehold.pki.internal.role.ValidityRules.End;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoleRulesTest {

    private static PkiRole.Builder role() {
        return PkiRole.builder();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        role().ttl(Duration.ofHours(2)).maxTtl(Duration.ofHours(1)),
                        "ttl",
                        "must not be longer than max_ttl"),
                Arguments.of(role().keyType("dsa"), "key_type", "unknown key type"),
                Arguments.of(role().keyBits(1024), "key_bits", "RSA keys < 2048 bits are unsafe"),
                Arguments.of(role().keyBits(2049), "key_bits", "unsupported bit length"),
                Arguments.of(role().keyType("ec").keyBits(192), "key_bits", "unsupported bit length 192 of ec"),
                Arguments.of(role().keyType("ec").keyBits(-1), "key_bits", "unsupported bit length"),
                Arguments.of(role().signatureBits(160), "signature_bits", "256, 384 or 512"),
                Arguments.of(
                        role().keyUsage("DigitalSignature", "Sign"), "key_usage", "\"Sign\" is an unknown key usage"),
                Arguments.of(role().extKeyUsage("ServerAut"), "ext_key_usage", "unknown extended key usage"),
                Arguments.of(role().extKeyUsageOids("1.3.6.x"), "ext_key_usage_oids", "no object identifier"),
                Arguments.of(role().extKeyUsageOids("9.1"), "ext_key_usage_oids", "no object identifier"),
                Arguments.of(role().cnValidations("email", "email"), "cn_validations", "specified multiple times"),
                Arguments.of(role().cnValidations("dns"), "cn_validations", "unknown type"),
                Arguments.of(
                        role().cnValidations("disabled", "email"), "cn_validations", "cannot specify disabled along"),
                Arguments.of(role().allowedOtherSans("1.2.3;utf8"), "allowed_other_sans", "malformed"),
                Arguments.of(role().allowedOtherSans("1.2.3;ia5:x"), "allowed_other_sans", "malformed"),
                Arguments.of(role().allowedOtherSans("*", "1.2.3;utf8:x"), "allowed_other_sans", "\"*\" is malformed"),
                Arguments.of(role().allowedIpSansCidr("10.0.0.0"), "allowed_ip_sans_cidr", "no network"),
                Arguments.of(role().allowedIpSansCidr("10.0.0.0/33"), "allowed_ip_sans_cidr", "no network"),
                Arguments.of(role().allowedIpSansCidr("2001:db8::/129"), "allowed_ip_sans_cidr", "no network"),
                Arguments.of(role().allowedIpSansCidr("::ffff:10.0.0.0/95"), "allowed_ip_sans_cidr", "no network"),
                Arguments.of(role().allowedIpSansCidr("10.0.0.0/"), "allowed_ip_sans_cidr", "no network"),
                Arguments.of(role().policyIdentifiers("1.2.x"), "policy_identifiers", "no object identifier"),
                Arguments.of(role().policyIdentifiers("{\"oid\":"), "policy_identifiers", "does not parse"),
                Arguments.of(
                        role().policyIdentifiers("{\"id\":\"1.2.3\"}"), "policy_identifiers", "unknown key \"id\""),
                Arguments.of(role().policyIdentifiers("[1]"), "policy_identifiers", "no object"),
                Arguments.of(
                        role().policyIdentifiers("{\"oid\":\"1.2.3\",\"cps\":\"x\"}"), "policy_identifiers", "no URI"),
                Arguments.of(
                        role().policyIdentifiers("{\"oid\":\"1.2.3\",\"notice\":\"" + "x".repeat(201) + "\"}"),
                        "policy_identifiers",
                        "longer than 200"),
                Arguments.of(role().policyIdentifiers("1.2.3,1.2.3"), "policy_identifiers", "twice"),
                Arguments.of(role().notAfter("tomorrow"), "not_after", "RFC 3339"),
                Arguments.of(role().notAfter("2030-01-31"), "not_after", "RFC 3339"),
                Arguments.of(role().notBeforeBound("never"), "not_before_bound", "permit, forbid or duration"),
                Arguments.of(role().notAfterBound("ttl"), "not_after_bound", "permit, forbid, ttl-limited, or a time"),
                Arguments.of(role().issuerRef("a/b"), "issuer_ref", "neither default nor a name"),
                Arguments.of(role().country("Germany"), "country", "two letters"),
                Arguments.of(role().ou("x".repeat(65)), "ou", "1 to 64"),
                Arguments.of(role().organization("a\nb"), "organization", "control characters"),
                Arguments.of(role().postalCode(""), "postal_code", "1 to 40"),
                Arguments.of(role().allowedDomains("☕.com"), "allowed_domains", "cannot be a domain"),
                Arguments.of(
                        role().allowedDomainsTemplate(true).allowedDomains("{{identity.entity.name}}.com"),
                        "allowed_domains_template",
                        "no identities"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("wrong")
    void whatIsWrongIsRefusedWhenItIsWritten(PkiRole.Builder role, String field, String words) {
        assertThatThrownBy(() -> RoleRules.of(role.build()))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refusal -> assertThat(refusal.field()).contains(field))
                .hasMessageContaining(words);
    }

    @Test
    void allThatIsWrongIsToldTogether() {
        assertThatThrownBy(() -> RoleRules.of(role().keyType("dsa")
                        .signatureBits(1)
                        .country("Germany")
                        .build()))
                .hasMessageContainingAll("key_type", "signature_bits", "country");
    }

    @Test
    void whatIsRightIsTaken() {
        RoleRules rules = RoleRules.of(role().ttl(Duration.ofHours(1))
                .maxTtl(Duration.ofHours(1))
                .keyType("ec")
                .allowedDomainsTemplate(true)
                .allowedDomains("foo.com", "")
                .allowedOtherSans("*")
                .allowedIpSansCidr("10.0.0.0/8", "::/0")
                .extKeyUsageOids("1.3.6.1.4.1.311.20.2.2")
                .policyIdentifiers("1.2.3, 1.2.4", "[{\"oid\":\"1.2.5\",\"notice\":\"N\",\"cps\":\"https://a.b/c\"}]")
                .notAfter("2030-01-31T00:00:00Z")
                .notAfterBound("2031-01-31T00:00:00+01:00")
                .notBeforeBound("duration")
                .notBeforeDuration(Duration.ZERO)
                .issuerRef("5d0b1e4e-5a43-4c2b-9c55-1d7c7b8bbd5e")
                .build());

        assertThat(rules.keys()).isEqualTo(new KeyRules("ec", 256, 256, false));
        assertThat(rules.names().domains()).hasSize(1);
        assertThat(rules.validity().notAfter()).contains(Instant.parse("2030-01-31T00:00:00Z"));
        assertThat(rules.validity().latest()).contains(Instant.parse("2031-01-30T23:00:00Z"));
        assertThat(rules.validity().end()).isEqualTo(End.TIMESTAMP);
        assertThat(rules.validity().beginning()).isEqualTo(Beginning.DURATION);
        assertThat(rules.validity().backdating()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rules.policies().orElseThrow().getPolicyInformation())
                .extracting(policy -> policy.getPolicyIdentifier().getId())
                .containsExactly("1.2.3", "1.2.4", "1.2.5");
        PolicyInformation qualified = rules.policies().orElseThrow().getPolicyInformation()[2];
        assertThat(qualified.getPolicyQualifiers()).hasSize(2);
    }

    @Test
    void aLifeWithoutALongestOneIsTheMountsToBound() {
        assertThat(RoleRules.of(role().ttl(Duration.ofHours(2)).build())
                        .validity()
                        .ttl())
                .isEqualTo(Duration.ofHours(2));
    }

    @Test
    void usagesThatAKeyCannotHaveAreLeftOut() {
        UsageRules byDefault = RoleRules.of(role().build()).usages();

        assertThat(bits(byDefault, "rsa")).isEqualTo(KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
        assertThat(bits(byDefault, "ec")).isEqualTo(KeyUsage.digitalSignature | KeyUsage.keyAgreement);
        assertThat(bits(byDefault, "ed25519")).isEqualTo(KeyUsage.digitalSignature);
        UsageRules narrow = RoleRules.of(
                        role().keyUsage("keyencipherment", " EncipherOnly ").build())
                .usages();
        assertThat(bits(narrow, "rsa")).isEqualTo(KeyUsage.keyEncipherment);
        assertThat(narrow.keyUsage("ec")).isEmpty();
        assertThat(RoleRules.of(role().keyUsage().build()).usages().keyUsage("rsa"))
                .isEmpty();
        RoleRules authority = RoleRules.of(
                role().keyUsage("CertSign", "CRLSign", "DigitalSignature").build());
        assertThat(bits(authority.usages(), "ec")).isEqualTo(KeyUsage.digitalSignature);
        assertThat(authority.warnings()).singleElement().asString().contains("CertSign");
    }

    private static int bits(UsageRules usages, String type) {
        byte[] bytes = usages.keyUsage(type).orElseThrow().getBytes();
        return (bytes[0] & 0xff) | (bytes.length > 1 ? (bytes[1] & 0xff) << 8 : 0);
    }

    @Test
    void extendedUsagesComeFromFlagsNamesAndIdentifiers() {
        assertThat(purposes(role())).containsExactly(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
        assertThat(purposes(role().serverFlag(false)
                        .codeSigningFlag(true)
                        .emailProtectionFlag(true)
                        .extKeyUsage("timestamping", "ClientAuth")
                        .extKeyUsageOids("1.3.6.1.5.5.7.3.9", "1.2.3")))
                .extracting(KeyPurposeId::getId)
                .containsExactly(
                        "1.3.6.1.5.5.7.3.2",
                        "1.3.6.1.5.5.7.3.3",
                        "1.3.6.1.5.5.7.3.4",
                        "1.3.6.1.5.5.7.3.8",
                        "1.3.6.1.5.5.7.3.9",
                        "1.2.3");
        assertThat(RoleRules.of(role().serverFlag(false).clientFlag(false).build())
                        .usages()
                        .extended())
                .isEmpty();
    }

    private static Stream<KeyPurposeId> purposes(PkiRole.Builder role) {
        return Arrays.stream(
                RoleRules.of(role.build()).usages().extended().orElseThrow().getUsages());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "rsa, 0,    rsa,     2048, -",
                "rsa, 3072, rsa,     4096, -",
                "rsa, 3072, rsa,     2048, role requires a minimum of a 3072-bit key",
                "rsa, 0,    rsa,     1024, RSA keys < 2048 bits are unsafe",
                "rsa, 0,    ec,      256,  role requires keys of type rsa",
                "ec,  0,    ec,      224,  role requires a minimum of a 256-bit key",
                "ec,  224,  ec,      224,  -",
                "ec,  0,    ec,      521,  -",
                "ec,  0,    ed25519, 0,    role requires keys of type ec",
                "ed25519, 0, ed25519, 0,   -",
                "ed25519, 521, ed25519, 256, -",
                "any, 4096, rsa,     2048, -",
                "any, 0,    rsa,     2047, RSA keys < 2048 bits are unsafe",
                "any, 0,    ec,      224,  -",
                "any, 0,    ec,      192,  role requires a minimum of a 224-bit key",
                "any, 0,    ed25519, 0,    -",
            })
    void keysOfSigningRequestsFitTheRole(String type, int bits, String keyType, int keyBits, String refusal) {
        KeyRules keys = RoleRules.of(role().keyType(type).keyBits(bits).build()).keys();

        if (refusal == null) {
            assertThat(keys.refusal(keyType, keyBits)).isEmpty();
        } else {
            assertThat(keys.refusal(keyType, keyBits).orElseThrow()).contains(refusal);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "rsa, 0,   '',      0,    rsa 2048, 0",
                "rsa, 0,   rsa,     2048, rsa 2048, 0",
                "rsa, 0,   ec,      0,    rsa 2048, 1",
                "ec,  384, '',      256,  ec 384,   1",
                "ed25519, 0, ed25519, 256, ed25519 0, 0",
                "any, 0,   ec,      0,    ec 256,   0",
                "any, 0,   rsa,     4096, rsa 4096, 0",
                "any, 0,   ed25519, 7,    ed25519 0, 0",
                "any, 0,   '',      0,    -,        0",
                "any, 0,   dsa,     0,    -,        0",
                "any, 0,   rsa,     1024, -,        0",
            })
    void theKeyToMakeIsTheRolesUnlessItTakesAny(
            String type, int bits, String askedType, int askedBits, String made, int warnings) {
        KeyRules keys = RoleRules.of(role().keyType(type).keyBits(bits).build()).keys();

        if (made == null) {
            assertThatThrownBy(() -> keys.choose(askedType, askedBits)).isInstanceOf(InvalidRequestException.class);
        } else {
            KeyRules.Choice choice = keys.choose(askedType, askedBits);
            assertThat(choice.type() + " " + choice.bits()).isEqualTo(made);
            assertThat(choice.warnings()).hasSize(warnings);
        }
    }

    @Test
    void leasesAndStoringWarnOfEachOther() {
        RoleRules leases = RoleRules.of(role().generateLease(true).build());
        RoleRules both = RoleRules.of(role().generateLease(true).noStore(true).build());
        RoleRules noStore = RoleRules.of(role().noStore(true).build());
        RoleRules forgotten =
                RoleRules.of(role().noStore(true).serialRecord(false).build());

        assertThat(leases.warnings()).singleElement().asString().contains("generate_lease");
        assertThat(leases.leases()).isTrue();
        assertThat(both.warnings()).singleElement().asString().contains("no_store wins");
        assertThat(both.leases()).isFalse();
        assertThat(noStore.warnings()).isEmpty();
        assertThat(noStore.stores()).isFalse();
        assertThat(noStore.keepsSerial()).isTrue();
        assertThat(forgotten.keepsSerial()).isFalse();
        assertThat(RoleRules.of(role().build()).keepsSerial()).isFalse();
    }

    @Test
    void domainsThatAdmitNothingAreWarnedOf() {
        assertThat(warnings(role().allowedDomains("foo.com")))
                .singleElement()
                .asString()
                .contains("admits nothing");
        assertThat(warnings(role().allowedDomains("*.foo.com").allowSubdomains(true)))
                .singleElement()
                .asString()
                .contains("allow_glob_domains is false");
        assertThat(warnings(role().allowedDomains("foo.com").allowGlobDomains(true)))
                .singleElement()
                .asString()
                .contains("has no *");
        assertThat(warnings(role().allowedDomains(".foo.com").allowSubdomains(true)))
                .singleElement()
                .asString()
                .contains("begins with a dot");
        assertThat(warnings(role().allowedDomains("foo.com").allowSubdomains(true)))
                .isEmpty();
        assertThat(warnings(role().allowedDomains("foo.com").allowAnyName(true)))
                .isEmpty();
        assertThat(warnings(role())).isEmpty();
    }

    private static Iterable<String> warnings(PkiRole.Builder role) {
        return RoleRules.of(role.build()).warnings();
    }

    @Test
    void signingVerbatimKeepsOnlyTimesLeasesStoringAndIssuerOfARole() {
        RoleRules rules = RoleRules.of(role().ttl(Duration.ofHours(1))
                        .maxTtl(Duration.ofHours(2))
                        .notBeforeDuration(Duration.ofMinutes(1))
                        .noStore(true)
                        .issuerRef("other")
                        .basicConstraintsValidForNonCa(true)
                        .keyType("ec")
                        .keyUsage("ContentCommitment")
                        .organization("Example")
                        .allowedDomains("foo.com")
                        .build())
                .asVerbatim();

        assertThat(rules.asIs()).isTrue();
        assertThat(rules.validity().ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(rules.validity().maxTtl()).isEqualTo(Duration.ofHours(2));
        assertThat(rules.validity().backdating()).isEqualTo(Duration.ofMinutes(1));
        assertThat(rules.stores()).isFalse();
        assertThat(rules.role().issuerRef()).isEqualTo("other");
        assertThat(rules.role().basicConstraintsValidForNonCa()).isTrue();
        assertThat(rules.role().organization()).isEmpty();
        assertThat(rules.keys().type()).isEqualTo("any");
        assertThat(rules.usages().extended()).isEmpty();
        assertThat(bits(rules.usages(), "rsa")).isEqualTo(KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
        assertThat(RoleRules.verbatim().asIs()).isTrue();
        assertThat(RoleRules.verbatim().stores()).isTrue();
        assertThat(RoleRules.verbatim().role().issuerRef()).isEqualTo("default");
        assertThat(RoleRules.of(role().build()).asIs()).isFalse();
    }
}
