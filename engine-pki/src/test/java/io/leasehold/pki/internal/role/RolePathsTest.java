package io.leasehold.pki.internal.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.PkiRole;
import io.leasehold.pki.PkiRoleCheck;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles at their paths, as an application or the guide writes them. */
class RolePathsTest {

    private final SecretBroker broker = SecretBroker.builder().name("billing").build();

    @BeforeEach
    void enable() {
        broker.mounts().enable("pki_int", "pki");
        broker.write("pki_int/root/generate/internal", Map.of("common_name", "Test CA", "key_type", "ec"));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    /** The guide, lines 381 to 396. */
    private static Map<String, Object> webServers() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("allowed_domains", "example.com,internal.example.com");
        fields.put("allow_subdomains", "true");
        fields.put("allow_bare_domains", "false");
        fields.put("max_ttl", "720h");
        fields.put("key_type", "ec");
        fields.put("key_bits", "256");
        fields.put("require_cn", "true");
        fields.put("server_flag", "true");
        fields.put("client_flag", "false");
        fields.put("enforce_hostnames", "true");
        fields.put("allow_ip_sans", "true");
        fields.put("allowed_uri_sans", "spiffe://cluster.local/*");
        return fields;
    }

    private PkiRoleCheck check(String role, Map<String, ?> request) {
        return broker.write("pki_int/roles/" + role + "/check", request).as(PkiRoleCheck.class);
    }

    @Test
    void theRolesOfTheGuideAllowWhatItIssues() {
        broker.write("pki_int/roles/web-servers", webServers());
        broker.write(
                "pki_int/roles/service-mesh",
                Map.of(
                        "allowed_domains", "mesh.internal",
                        "allow_subdomains", "true",
                        "max_ttl", "24h",
                        "key_type", "ec",
                        "key_bits", "256",
                        "server_flag", "true",
                        "client_flag", "true",
                        "enforce_hostnames", "true",
                        "allow_ip_sans", "false"));
        Secret ephemeral = broker.write(
                "pki_int/roles/ephemeral",
                Map.of(
                        "allowed_domains", "ci.internal",
                        "allow_subdomains", "true",
                        "max_ttl", "4h",
                        "key_type", "ec",
                        "key_bits", "256",
                        "no_store", "true",
                        "generate_lease", "false"));

        assertThat(ephemeral.warnings()).isEmpty();
        assertThat(broker.list("pki_int/roles")).containsExactly("ephemeral", "service-mesh", "web-servers");
        assertThat(check(
                                "web-servers",
                                Map.of(
                                        "common_name", "api.internal.example.com",
                                        "alt_names", "api-v2.internal.example.com",
                                        "ip_sans", "10.0.1.50"))
                        .names())
                .containsExactly(
                        allowed("common_name", "api.internal.example.com", "allow_subdomains of example.com"),
                        allowed("dns_san", "api.internal.example.com", "allow_subdomains of example.com"),
                        allowed("dns_san", "api-v2.internal.example.com", "allow_subdomains of example.com"),
                        allowed("ip_san", "10.0.1.50", "allow_ip_sans"));
        assertThat(check("service-mesh", Map.of("common_name", "payment-service.mesh.internal"))
                        .allowed())
                .isTrue();
        assertThat(check("service-mesh", Map.of("common_name", "a.mesh.internal", "ip_sans", "10.0.1.50"))
                        .allowed())
                .isFalse();
        assertThat(check("web-servers", Map.of("common_name", "example.com")).allowed())
                .isFalse();
        assertThat(check(
                                "web-servers",
                                Map.of(
                                        "common_name",
                                        "a.example.com",
                                        "uri_sans",
                                        "spiffe://cluster.local/ns/web/sa/api"))
                        .allowed())
                .isTrue();
        assertThat(broker.read("pki_int/roles/ephemeral").data())
                .containsEntry("no_store", true)
                .containsEntry("max_ttl", 14_400L);
    }

    private static PkiRoleCheck.Name allowed(String kind, String value, String rule) {
        return new PkiRoleCheck.Name(kind, value, true, false, rule, "");
    }

    @Test
    void aReadShowsWhatWasWrittenWithTheDefaults() {
        broker.write("pki_int/roles/web-servers", webServers());

        Map<String, Object> shown = broker.read("pki_int/roles/web-servers").data();

        Map<String, Object> expected = new LinkedHashMap<>(defaults());
        expected.put("allowed_domains", List.of("example.com", "internal.example.com"));
        expected.put("allow_subdomains", true);
        expected.put("max_ttl", 2_592_000L);
        expected.put("key_type", "ec");
        expected.put("key_bits", 256);
        expected.put("client_flag", false);
        expected.put("allowed_uri_sans", List.of("spiffe://cluster.local/*"));
        assertThat(shown).containsExactlyInAnyOrderEntriesOf(expected);
    }

    /** Section 3 of the reference, written out. */
    private static Map<String, Object> defaults() {
        Map<String, Object> fields = new LinkedHashMap<>();
        List.of("ttl", "max_ttl").forEach(name -> fields.put(name, 0L));
        fields.put("not_before_duration", 30L);
        fields.put("issuer_ref", "default");
        fields.put("key_type", "rsa");
        fields.put("not_after", "");
        List.of("not_before_bound", "not_after_bound").forEach(name -> fields.put(name, "permit"));
        List.of("key_bits", "signature_bits").forEach(name -> fields.put(name, 0));
        List.of(
                        "allow_localhost",
                        "allow_wildcard_certificates",
                        "enforce_hostnames",
                        "allow_ip_sans",
                        "server_flag",
                        "client_flag",
                        "use_csr_common_name",
                        "use_csr_sans",
                        "require_cn",
                        "serial_record")
                .forEach(name -> fields.put(name, true));
        List.of(
                        "allow_bare_domains",
                        "allow_subdomains",
                        "allow_glob_domains",
                        "allow_any_name",
                        "allowed_domains_template",
                        "code_signing_flag",
                        "email_protection_flag",
                        "use_pss",
                        "generate_lease",
                        "no_store",
                        "basic_constraints_valid_for_non_ca")
                .forEach(name -> fields.put(name, false));
        List.of(
                        "allowed_domains",
                        "allowed_ip_sans_cidr",
                        "allowed_uri_sans",
                        "allowed_other_sans",
                        "allowed_serial_numbers",
                        "allowed_user_ids",
                        "ext_key_usage",
                        "ext_key_usage_oids",
                        "ou",
                        "organization",
                        "country",
                        "locality",
                        "province",
                        "street_address",
                        "postal_code",
                        "policy_identifiers")
                .forEach(name -> fields.put(name, List.of()));
        fields.put("key_usage", List.of("DigitalSignature", "KeyAgreement", "KeyEncipherment"));
        fields.put("cn_validations", List.of("email", "hostname"));
        return fields;
    }

    @Test
    void everyFieldComesBackAsItWasWritten() {
        PkiRole role = PkiRole.builder()
                .ttl(Duration.ofHours(1))
                .maxTtl(Duration.ofHours(2))
                .issuerRef("next")
                .allowLocalhost(false)
                .allowedDomains("a.com", "*.b.com")
                .allowedDomainsTemplate(true)
                .allowBareDomains(true)
                .allowSubdomains(true)
                .allowGlobDomains(true)
                .allowAnyName(true)
                .allowWildcardCertificates(false)
                .enforceHostnames(false)
                .allowIpSans(false)
                .allowedIpSansCidr("10.0.0.0/8")
                .allowedUriSans("urn:*")
                .allowedOtherSans("1.2.3;utf8:*")
                .allowedSerialNumbers("1*")
                .allowedUserIds("bob")
                .requireCn(false)
                .cnValidations("disabled")
                .useCsrCommonName(false)
                .useCsrSans(false)
                .serverFlag(false)
                .clientFlag(false)
                .codeSigningFlag(true)
                .emailProtectionFlag(true)
                .keyUsage()
                .extKeyUsage("TimeStamping")
                .extKeyUsageOids("1.2.3")
                .basicConstraintsValidForNonCa(true)
                .policyIdentifiers("1.2.3", "{\"oid\":\"1.2.4\",\"notice\":\"a, b\"}")
                .keyType("ec")
                .keyBits(384)
                .signatureBits(512)
                .usePss(true)
                .ou("Payments, Inc")
                .organization("Example")
                .country("DE")
                .locality("Berlin")
                .province("BE")
                .streetAddress("Street 1")
                .postalCode("10115")
                .notBeforeDuration(Duration.ofMinutes(1))
                .notAfter("2030-01-31T00:00:00Z")
                .notBeforeBound("forbid")
                .notAfterBound("ttl-limited")
                .generateLease(true)
                .noStore(true)
                .serialRecord(false)
                .build();

        broker.write("pki_int/roles/all", role);

        PkiRole read = broker.read("pki_int/roles/all").as(PkiRole.class);
        assertThat(read).isEqualTo(role);
        assertThat(read.toBuilder().build()).isEqualTo(role);
        Map<String, Object> shown = broker.read("pki_int/roles/all").data();
        defaults().forEach((name, value) -> assertThat(shown.get(name)).as(name).isNotEqualTo(value));
        broker.write("pki_int/roles/again", shown);
        assertThat(broker.read("pki_int/roles/again").as(PkiRole.class)).isEqualTo(role);
    }

    @Test
    void aWriteReplacesAllFieldsAndAPatchOnlyThoseSent() {
        broker.write("pki_int/roles/web", webServers());

        broker.write("pki_int/roles/web/patch", Map.of("max_ttl", "1h", "key_bits", 384));
        Map<String, Object> patched = broker.read("pki_int/roles/web").data();
        Map<String, Object> reset = new LinkedHashMap<>();
        reset.put("allow_subdomains", null);
        reset.put("key_usage", null);
        broker.write("pki_int/roles/web/patch", reset);
        Map<String, Object> byDefault = broker.read("pki_int/roles/web").data();
        broker.write("pki_int/roles/web", Map.of("max_ttl", "2h"));
        Map<String, Object> replaced = broker.read("pki_int/roles/web").data();

        assertThat(patched)
                .containsEntry("max_ttl", 3600L)
                .containsEntry("key_bits", 384)
                .containsEntry("key_type", "ec")
                .containsEntry("allow_subdomains", true);
        assertThat(byDefault)
                .containsEntry("allow_subdomains", false)
                .containsEntry("key_bits", 384)
                .containsEntry("key_usage", List.of("DigitalSignature", "KeyAgreement", "KeyEncipherment"));
        assertThat(replaced)
                .containsEntry("max_ttl", 7200L)
                .containsEntry("key_type", "rsa")
                .containsEntry("allow_subdomains", false)
                .containsEntry("allowed_domains", List.of());
        assertThatThrownBy(() -> broker.write("pki_int/roles/none/patch", Map.of("max_ttl", "1h")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("unknown role: none");
        assertThatThrownBy(() -> broker.write("pki_int/roles/web/patch", Map.of("key_type", "dsa")))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(broker.read("pki_int/roles/web").data()).isEqualTo(replaced);
    }

    @Test
    void aChangedRoleIsUsedAtOnce() {
        broker.write("pki_int/roles/web", Map.of("allowed_domains", "a.com", "allow_bare_domains", true));
        boolean before = check("web", Map.of("common_name", "b.com")).allowed();
        broker.write("pki_int/roles/web", Map.of("allowed_domains", "b.com", "allow_bare_domains", true));
        boolean after = check("web", Map.of("common_name", "b.com")).allowed();
        broker.delete("pki_int/roles/web");

        assertThat(before).isFalse();
        assertThat(after).isTrue();
        assertThatThrownBy(() -> check("web", Map.of("common_name", "b.com")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("unknown role: web");
        assertThatThrownBy(() -> broker.read("pki_int/roles/web")).isInstanceOf(NotFoundException.class);
        broker.delete("pki_int/roles/web");
    }

    @Test
    void anUnknownFieldIsRefusedByName() {
        assertThatThrownBy(() -> broker.write("pki_int/roles/web", Map.of("allow_subdomain", true)))
                .hasMessageContaining("did you mean allow_subdomains?");
    }

    @Test
    void aRoleWhoseIssuerIsNotThereIsWarnedOf() {
        assertThat(broker.write("pki_int/roles/web", Map.of("issuer_ref", "next"))
                        .warnings())
                .singleElement()
                .asString()
                .contains("issuer_ref", "next");
    }

    @Test
    void warningsComeWithTheWrite() {
        assertThat(broker.write("pki_int/roles/web", Map.of("generate_lease", true, "no_store", true))
                        .warnings())
                .singleElement()
                .asString()
                .contains("no_store wins");
    }

    @Test
    void aTextOfListsIsSplitAndOnlyPoliciesMayBeJson() {
        broker.write(
                "pki_int/roles/web",
                Map.of(
                        "key_usage", "DigitalSignature, ContentCommitment",
                        "policy_identifiers", "[{\"oid\":\"1.2.3\",\"notice\":\"a, b\"},{\"oid\":\"1.2.4\"}]"));

        assertThat(broker.read("pki_int/roles/web").data())
                .containsEntry("key_usage", List.of("DigitalSignature", "ContentCommitment"))
                .containsEntry(
                        "policy_identifiers", List.of("[{\"oid\":\"1.2.3\",\"notice\":\"a, b\"},{\"oid\":\"1.2.4\"}]"));
    }
}
