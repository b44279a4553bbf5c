package io.leasehold.pki.internal.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.internal.issuer.AccessUrls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every profile that a role can produce, looked at by pkilint (RFC 5280 and its successors). */
class LinterIT {

    /** What the linter takes for errors and is none: wildcards (RFC 6125) and URIs of SPIFFE (RFC 3986). */
    private static final Set<String> KNOWN = Set.of(
            "pkix.invalid_domain_name_syntax (ERROR): Invalid domain name syntax: \"*.web.example.com\"",
            "pkix.invalid_uri_syntax (ERROR): Invalid URI syntax: \"spiffe://cluster.local/ns/a\"");

    private final IssueWorld world = new IssueWorld();

    @TempDir
    private Path folder;

    @BeforeEach
    void issuers() {
        AccessUrls urls = new AccessUrls(
                List.of("http://ca.example.com/ca"),
                List.of("http://ca.example.com/crl"),
                List.of("http://ca.example.com/delta"),
                List.of("http://ca.example.com/ocsp"));
        world.issuer("ec", TestIssuers.shape().below("default").urls(urls));
        world.issuer("p384", TestIssuers.shape().below("default").key("ec", 384));
        world.issuer(
                "ed25519",
                TestIssuers.shape().below("default").key("ed25519", 0).urls(urls));
        world.issuer("long", TestIssuers.shape().life(Duration.ofDays(36_500)).urls(urls));
        world.issuer(
                "rsa", TestIssuers.shape().below("default").key("rsa", 2048).urls(urls));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void noProfileHasAnError() throws IOException {
        Path linter = Programs.find("lint_pkix_cert", "LEASEHOLD_PKILINT");
        Map<String, String> certificates = certificates();
        List<String> command = new ArrayList<>(List.of(linter.toString(), "lint", "-s", "ERROR", "-f", "TEXT"));
        Map<String, String> errors = new HashMap<>();
        for (Map.Entry<String, String> each : certificates.entrySet()) {
            Path file = folder.resolve(each.getKey() + ".pem");
            Files.writeString(file, each.getValue() + "\n");
            List<String> full = new ArrayList<>(command);
            full.add(file.toString());
            Programs.Answer answer = Programs.run(folder, full);
            List<String> found = answer.text()
                    .lines()
                    .filter(line -> line.startsWith("  "))
                    .map(String::strip)
                    .filter(line -> !KNOWN.contains(line))
                    .toList();
            assertThat(answer.text().isBlank() || answer.text().contains("(ERROR)"))
                    .as(answer.text())
                    .isTrue();
            if (!found.isEmpty()) {
                errors.put(each.getKey(), String.join("; ", found));
            }
        }
        assertThat(certificates).hasSizeGreaterThan(15);
        assertThat(errors).isEmpty();
    }

    /** An error must be told, or the test above could not fail. */
    @Test
    void theLinterTellsOfErrors() throws IOException {
        Path linter = Programs.find("lint_pkix_cert", "LEASEHOLD_PKILINT");
        Path file = folder.resolve("bad.pem");
        Csrs csr = new Csrs(world.crypto(), "ec", 256).subject("CN=x").dns("not a host name_at all..");
        Files.writeString(
                file,
                world.write("sign-verbatim", Map.of("csr", csr.pem()))
                        .as(IssuedCertificate.class)
                        .certificate());
        Programs.Answer answer =
                Programs.run(folder, List.of(linter.toString(), "lint", "-s", "ERROR", "-f", "TEXT", file.toString()));
        assertThat(answer.text()).isNotBlank();
    }

    private Map<String, String> certificates() {
        Map<String, String> all = new HashMap<>();
        for (String issuer : List.of("ec", "p384", "ed25519", "rsa")) {
            for (String key : List.of("ec", "ed25519", "rsa")) {
                all.put(issuer + "-" + key, issue(Map.of("issuer_ref", issuer, "key_type", key), Map.of()));
            }
        }
        for (int bits : new int[] {224, 384, 521}) {
            all.put("curve-" + bits, issue(Map.of("issuer_ref", "ec", "key_type", "ec", "key_bits", bits), Map.of()));
        }
        all.put("pss", issue(Map.of("issuer_ref", "rsa", "use_pss", true, "signature_bits", 384), Map.of()));
        all.put(
                "full",
                issue(
                        Map.ofEntries(
                                Map.entry("issuer_ref", "ec"),
                                Map.entry("organization", List.of("Acme")),
                                Map.entry("ou", List.of("A", "B")),
                                Map.entry("country", "US"),
                                Map.entry("locality", "Springfield"),
                                Map.entry("province", "Ohio"),
                                Map.entry("street_address", "1 Main Street"),
                                Map.entry("postal_code", "12345"),
                                Map.entry("allowed_serial_numbers", "*"),
                                Map.entry("allowed_user_ids", "*"),
                                Map.entry("basic_constraints_valid_for_non_ca", true),
                                Map.entry("code_signing_flag", true),
                                Map.entry("email_protection_flag", true),
                                Map.entry("ext_key_usage", List.of("TimeStamping", "OCSPSigning")),
                                Map.entry("policy_identifiers", "1.3.6.1.4.1.7.8")),
                        Map.of(
                                "serial_number", "42",
                                "user_ids", "ann",
                                "ip_sans", "10.0.0.1,2001:db8::1",
                                "uri_sans", "spiffe://cluster.local/ns/a",
                                "other_sans", "1.3.6.1.4.1.311.20.2.3;utf8:ann@example.com",
                                "alt_names", "ann@example.com,*.web.example.com")));
        all.put("no-usage", issue(Map.of("issuer_ref", "ec", "key_usage", List.of()), Map.of()));
        all.put(
                "no-subject",
                issue(
                        Map.of("issuer_ref", "ec", "require_cn", false),
                        Map.of("common_name", "", "alt_names", "a.example.com")));
        all.put("no-extended", issue(Map.of("issuer_ref", "ec", "server_flag", false, "client_flag", false), Map.of()));
        all.put("idn", issue(Map.of("issuer_ref", "ec"), Map.of("alt_names", "bücher.example.com")));
        all.put(
                "after-2049",
                issue(Map.of("issuer_ref", "long", "max_ttl", "876000h"), Map.of("not_after", "2060-01-01T00:00:00Z")));
        all.put(
                "verbatim",
                world.write(
                                "issuer/ec/sign-verbatim",
                                Map.of(
                                        "csr",
                                        new Csrs(world.crypto(), "ec", 256)
                                                .subject("CN=a.example.com,O=Acme")
                                                .dns("a.example.com")
                                                .pem()))
                        .as(IssuedCertificate.class)
                        .certificate());
        return all;
    }

    private String issue(Map<String, ?> role, Map<String, ?> request) {
        Map<String, Object> fields = new HashMap<>(
                Map.of("allow_any_name", true, "key_type", "ec", "allowed_uri_sans", "*", "allowed_other_sans", "*"));
        fields.putAll(role);
        world.role("linted", fields);
        Map<String, Object> asked = new HashMap<>(Map.of("common_name", "a.example.com"));
        asked.putAll(request);
        return world.issue("linted", asked).certificate();
    }
}
