package io.leasehold.pki.internal.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.PkiRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sentence of section 4 of the reference, by examples. */
class NameCheckTest {

    /**
     * Flags: b(are), s(ubdomains), g(lobs), n: allow_any_name, w: without wildcards, h: without enforce_hostnames, l: without
     * localhost. The names are common names that stay out of the alternative names.
     */
    @ParameterizedTest(name = "{0} [{1}] {2}: {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Step 1: e-mail addresses.
                "b  | foo.com  | a@foo.com            | allow_bare_domains of foo.com",
                "b  | foo.com  | a@b@foo.com          | !exactly one @",
                "n  | -        | a@b@foo.com          | !exactly one @",
                "s  | foo.com  | a@x.foo.com          | allow_subdomains of foo.com",
                "s  | foo.com  | a@foo.com            | !allow_bare_domains=true would allow it",
                "b  | foo.com  | a@FOO.com            | allow_bare_domains of foo.com",
                // Step 2: wildcards.
                "s  | foo.com  | *.foo.com            | allow_subdomains of foo.com",
                "s  | foo.com  | *.a.foo.com          | allow_subdomains of foo.com",
                "sw | foo.com  | *.foo.com            | !allow_wildcard_certificates is false",
                "nw | -        | *.foo.com            | !allow_wildcard_certificates is false",
                "n  | -        | *.*.foo.com          | !one * at most",
                "n  | -        | **.foo.com           | !one * at most",
                "n  | -        | a.*.foo.com          | !left-most label only",
                "nh | -        | a.*.foo.com          | !left-most label only",
                "n  | -        | a@*.foo.com          | !no * in its domain",
                "nh | -        | a@*.foo.com          | !no * in its domain",
                "b  | foo.com  | *.foo.com            | !allow_subdomains=true would allow it",
                // Step 3: names of hosts.
                "n  | -        | a_b.foo.com          | !enforce_hostnames",
                "nh | -        | a_b.foo.com          | allow_any_name",
                "n  | -        | -a.foo.com           | !enforce_hostnames",
                "n  | -        | a-.foo.com           | !enforce_hostnames",
                "n  | -        | a--b.foo.com         | allow_any_name",
                "n  | -        | a..foo.com           | !enforce_hostnames",
                "n  | -        | .foo.com             | !enforce_hostnames",
                "n  | -        | foo.com.             | allow_any_name",
                "n  | -        | foo.com..            | !enforce_hostnames",
                "n  | -        | foo com              | !enforce_hostnames",
                "n  | -        | a@foo_bar.com        | !enforce_hostnames",
                "n  | -        | we*ird@foo.com       | allow_any_name",
                "n  | -        | *x.foo.com           | allow_any_name",
                "n  | -        | x*.foo.com           | allow_any_name",
                "n  | -        | x*y.foo.com          | allow_any_name",
                "n  | -        | x-*.foo.com          | !*x, x* or x*x",
                "n  | -        | _*.foo.com           | !*x, x* or x*x",
                "nh | -        | _*.foo.com           | allow_any_name",
                "n  | -        | *                    | !enforce_hostnames",
                "nh | -        | *                    | allow_any_name",
                // Step 4: anything.
                "n  | -        | bar.org              | allow_any_name",
                // Step 5: localhost.
                "-  | -        | localhost            | allow_localhost",
                "-  | -        | localdomain          | allow_localhost",
                "-  | -        | a@localhost          | allow_localhost",
                "-  | -        | x.localhost          | !allow_subdomains=true would allow it",
                "s  | -        | x.localhost          | allow_localhost with allow_subdomains",
                "s  | -        | *.x.localdomain      | allow_localhost with allow_subdomains",
                "l  | -        | localhost            | !allow_localhost=true would allow it",
                "sl | -        | x.localhost          | !allow_localhost=true with allow_subdomains=true",
                "s  | -        | xlocalhost           | !allowed_domains is empty",
                "-  | -        | LOCALHOST            | !allowed_domains is empty",
                // Step 6, bare.
                "b  | foo.com  | foo.com              | allow_bare_domains of foo.com",
                "b  | foo.com  | FOO.Com              | allow_bare_domains of foo.com",
                "-  | foo.com  | foo.com              | !allow_bare_domains=true would allow it",
                "b  | *.foo.com| *.foo.com            | allow_bare_domains of *.foo.com",
                "b  | *.foo.com| x.foo.com            | !allow_glob_domains=true would allow it",
                "b  | a@foo.com| a@foo.com            | allow_bare_domains of a@foo.com",
                "b  | a@foo.com| A@foo.com            | allow_bare_domains of a@foo.com",
                "b  | a@foo.com| b@foo.com            | !fits none of allowed_domains a@foo.com",
                // Step 6, subdomains.
                "s  | foo.com  | x.foo.com            | allow_subdomains of foo.com",
                "s  | foo.com  | x.y.z.foo.com        | allow_subdomains of foo.com",
                "s  | foo.com  | x.FOO.com            | allow_subdomains of foo.com",
                "s  | Foo.com  | x.foo.com            | allow_subdomains of Foo.com",
                "s  | foo.com  | foo.com              | !allow_bare_domains=true would allow it",
                "s  | foo.com  | xfoo.com             | !fits none of allowed_domains foo.com",
                "s  | foo.com  | foo.com.evil.org     | !fits none of allowed_domains foo.com",
                "s  | foo.com  | x.foo.com.           | !fits none of allowed_domains foo.com",
                "b  | foo.com  | x.foo.com            | !allow_subdomains=true would allow it, because of foo.com",
                // Step 6, globs.
                "g  | *.foo.com| x.foo.com            | allow_glob_domains of *.foo.com",
                "g  | *.foo.com| x.y.foo.com          | allow_glob_domains of *.foo.com",
                "g  | *.foo.com| .foo.com             | !enforce_hostnames",
                "g  | *foo.com | foo.com              | allow_glob_domains of *foo.com",
                "g  | *.foo.com| x.FOO.com            | !fits none",
                "g  | *.foo.com| foo.com              | !fits none",
                "g  | foo.com  | foo.com              | !allow_bare_domains=true would allow it",
                "g  | f?o*.com | fxo.com              | !fits none",
                "g  | f*o.com  | f.a.o.com            | allow_glob_domains of f*o.com",
                "g  | *@foo.com| a@foo.com            | allow_glob_domains of *@foo.com",
                "gs | *.foo.com| y.x.foo.com          | allow_glob_domains of *.foo.com",
                "s  | *.foo.com| y.x.foo.com          | !allow_glob_domains=true would allow it",
                "gw | *.foo.com| *.foo.com            | !allow_wildcard_certificates",
                // Independent rules, any one of which suffices.
                "bs | bar.org,foo.com | x.foo.com     | allow_subdomains of foo.com",
                "bg | *.bar.org,foo.com | foo.com     | allow_bare_domains of foo.com",
                // Step 7.
                "bsg| -        | foo.com              | !allowed_domains is empty",
                "bsg| foo.com  | bar.org              | !add its domain to allowed_domains",
            })
    void theRulesForDomains(String flags, String domains, String name, String expected) {
        NameVerdict verdict = NameCheck.judge(rules(role(flags, domains).build()), alone(name));

        if (expected.startsWith("!")) {
            assertThatThrownBy(verdict::orThrow)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("common name " + name + " not allowed by this role")
                    .hasMessageContaining(expected.substring(1));
        } else {
            assertThat(verdict.orThrow().commonName()).isEqualTo(name);
            assertThat(verdict.judgements())
                    .containsExactly(new Judgement.Accepted(NameKind.COMMON_NAME, name, expected));
        }
    }

    static PkiRole.Builder role(String flags, String domains) {
        String on = flags == null ? "" : flags;
        return PkiRole.builder()
                .allowBareDomains(on.contains("b"))
                .allowSubdomains(on.contains("s"))
                .allowGlobDomains(on.contains("g"))
                .allowAnyName(on.contains("n"))
                .allowWildcardCertificates(!on.contains("w"))
                .enforceHostnames(!on.contains("h"))
                .allowLocalhost(!on.contains("l"))
                .allowedDomains(domains == null ? new String[0] : domains.split(","));
    }

    static NameRules rules(PkiRole role) {
        List<String> problems = new ArrayList<>();
        NameRules rules =
                NameRules.of(role, (field, problem) -> problems.add(field + ": " + problem), new ArrayList<>());
        assertThat(problems).isEmpty();
        return rules;
    }

    private static RequestedNames alone(String commonName) {
        List<String> none = List.of();
        return new RequestedNames(commonName, none, none, none, none, none, "", none, true, false);
    }

    private static NameVerdict judge(PkiRole.Builder role, RequestedNames requested) {
        return NameCheck.judge(rules(role.build()), requested);
    }

    @Test
    void theCommonNameJoinsTheAlternativeNames() {
        AcceptedNames host =
                judge(role("n", null), RequestedNames.of("Foo.com")).orThrow();
        AcceptedNames address =
                judge(role("n", null), RequestedNames.of("a@foo.com")).orThrow();
        AcceptedNames alone = judge(role("n", null), alone("foo.com")).orThrow();

        assertThat(host.dnsNames()).containsExactly("Foo.com");
        assertThat(host.emails()).isEmpty();
        assertThat(address.emails()).containsExactly("a@foo.com");
        assertThat(address.dnsNames()).isEmpty();
        assertThat(alone.hasAlternatives()).isFalse();
    }

    @Test
    void aCommonNameThatStaysOutIsCheckedRegardless() {
        assertThatThrownBy(judge(role("b", "foo.com"), alone("bar.org"))::orThrow)
                .hasMessageContaining("common name bar.org not allowed by this role");
    }

    @Test
    void theFirstRefusalIsThatOfTheDocumentedOrder() {
        RequestedNames all = new RequestedNames(
                "cn.org",
                List.of("dns.org"),
                List.of("a@email.org"),
                List.of("1.2.3.4"),
                List.of("u:uri"),
                List.of("1.2.3;utf8:o"),
                "serial",
                List.of("uid"),
                false,
                false);
        PkiRole.Builder role = role("b", "foo.com").allowIpSans(false);

        NameVerdict verdict = NameCheck.judgeAll(rules(role.build()), all);

        assertThat(verdict.judgements().stream().map(Judgement::kind))
                .containsExactly(
                        NameKind.COMMON_NAME,
                        NameKind.SERIAL_NUMBER,
                        NameKind.DNS,
                        NameKind.DNS,
                        NameKind.EMAIL,
                        NameKind.OTHER,
                        NameKind.IP,
                        NameKind.URI,
                        NameKind.USER_ID);
        assertThat(verdict.judgements()).allMatch(judgement -> judgement instanceof Judgement.Refused);
        assertThat(NameCheck.judge(rules(role.build()), all).judgements()).hasSize(1);
        assertThat(((NameVerdict.Refused) verdict).field()).isEqualTo("common_name");
    }

    @Test
    void whatIsNoHostnameIsLeftOutWithAWarning() {
        NameVerdict verdict = judge(
                role("nh", null),
                RequestedNames.of("My Service")
                        .withAltNames(List.of("a_b.foo.com", "x*.foo.com", "ok.foo.com", "a..b")));

        assertThat(verdict.orThrow().dnsNames()).containsExactly("ok.foo.com");
        assertThat(verdict.orThrow().commonName()).isEqualTo("My Service");
        assertThat(verdict.warnings())
                .singleElement()
                .asString()
                .contains("left out", "My Service", "a_b.foo.com", "x*.foo.com", "a..b");
    }

    @Test
    void anAddressIsNeverADnsName() {
        PkiRole.Builder role = role("n", null);

        NameVerdict verdict =
                judge(role, RequestedNames.of("10.0.0.1").withAltNames(List.of("10.0.0.2.", "2001:db8::1")));

        assertThat(verdict.orThrow().dnsNames()).isEmpty();
        assertThat(verdict.orThrow().ips())
                .containsExactly(new byte[] {10, 0, 0, 1}, new byte[] {10, 0, 0, 2}, new byte[] {
                    0x20, 1, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
                });
        assertThat(verdict.warnings()).hasSize(3).allMatch(warning -> warning.contains("is an IP address"));
        assertThatThrownBy(judge(role.allowIpSans(false), RequestedNames.of("10.0.0.1"))::orThrow)
                .hasMessageContaining("common_name")
                .hasMessageContaining("IP Subject Alternative Names are not allowed in this role");
        assertThat(judge(role.allowIpSans(false), alone("10.0.0.1")).orThrow().hasAlternatives())
                .isFalse();
        assertThatThrownBy(judge(role, RequestedNames.of("10.0.0.256"))::orThrow)
                .hasMessageContaining("looks like an IP address and is none");
        assertThatThrownBy(judge(
                        role.allowIpSans(true).requireCn(false).allowedIpSansCidr("192.168.0.0/16"),
                        RequestedNames.of("").withAltNames(List.of("10.0.0.1")))::orThrow)
                .hasMessageContaining("allowed_ip_sans_cidr");
    }

    @ParameterizedTest
    @CsvSource({
        "bücher.example.com,xn--bcher-kva.example.com",
        "API.Example.com,API.Example.com",
        "*.bücher.example.com,*.xn--bcher-kva.example.com",
        "日本語.example.com,xn--wgv71a119e.example.com",
        "straße.example.com,xn--strae-oqa.example.com",
        "XN--bcher-kva.example.com,XN--bcher-kva.example.com",
        "foo.example.com.,foo.example.com",
    })
    void dnsNamesAreEncodedWithoutMappingTheirCapitals(String asked, String written) {
        assertThat(judge(role("n", null).requireCn(false), RequestedNames.of("").withAltNames(List.of(asked)))
                        .orThrow()
                        .dnsNames())
                .containsExactly(written);
    }

    @ParameterizedTest
    @CsvSource({
        "BÜCHER.example.com,write it in small letters",
        "☕.example.com,no name of a host may have",
        "a\u3002b.example.com,no name of a host may have",
        "u\u0308ber.example.com,no name of a host may have",
        "\u200dx.example.com,no name of a host may have",
        "xn--a.example.com,is no encoded label",
        "xn--ls8h\u0430.example.com,is no encoded label",
        "xn--.example.com,is no encoded label",
    })
    void whatNoClientWouldEverMatchIsRefused(String asked, String why) {
        assertThatThrownBy(judge(
                        role("n", null).requireCn(false), RequestedNames.of("").withAltNames(List.of(asked)))::orThrow)
                .hasMessageContaining("subject alternate name")
                .hasMessageContaining(why);
    }

    @Test
    void domainsOfARoleMayBeWrittenInTheirOwnLetters() {
        PkiRole.Builder role = role("sb", "bücher.example");

        assertThat(judge(role, RequestedNames.of("www.bücher.example"))
                        .orThrow()
                        .dnsNames())
                .containsExactly("www.xn--bcher-kva.example");
        assertThat(judge(role, RequestedNames.of("www.xn--bcher-kva.example")).judgements())
                .contains(new Judgement.Accepted(
                        NameKind.DNS, "www.xn--bcher-kva.example", "allow_subdomains of bücher.example"));
        assertThat(judge(role, RequestedNames.of("a@bücher.example")).orThrow().emails())
                .containsExactly("a@xn--bcher-kva.example");
    }

    @Test
    void onlyLettersOfAsciiHaveCapitals() {
        // U+212A is the Kelvin sign, which String.equalsIgnoreCase takes for a k.
        assertThatThrownBy(judge(role("bh", "bank.com"), alone("ban\u212a.com"))::orThrow)
                .hasMessageContaining("not allowed by this role");
        assertThatThrownBy(judge(role("sh", "bank.com"), alone("x.ban\u212a.com"))::orThrow)
                .hasMessageContaining("not allowed by this role");
    }

    @Test
    void labelsHave63CharactersAtMostAndNames253() {
        String label63 = "a".repeat(63);
        String name253 = String.join(".", label63, label63, label63, "a".repeat(61));

        assertThat(judge(role("n", null), RequestedNames.of(label63)).orThrow().dnsNames())
                .containsExactly(label63);
        assertThat(judge(role("n", null), RequestedNames.of(name253 + "."))
                        .orThrow()
                        .dnsNames())
                .containsExactly(name253);
        assertThatThrownBy(judge(role("nh", null), RequestedNames.of(label63 + "a"))::orThrow)
                .hasMessageContaining("63");
        assertThatThrownBy(judge(role("nh", null), RequestedNames.of(name253 + "a"))::orThrow)
                .hasMessageContaining("253");
        assertThatThrownBy(judge(role("n", null), alone(label63 + "a"))::orThrow)
                .hasMessageContaining("63");
        assertThatThrownBy(judge(role("n", null), alone(name253 + "a"))::orThrow)
                .hasMessageContaining("253");
        assertThat(judge(role("nh", null), alone(label63 + "a")).orThrow().commonName())
                .hasSize(64);
    }

    @Test
    void aLongCommonNameIsWarnedOf() {
        assertThat(judge(role("nh", null), alone("a".repeat(65))).warnings())
                .singleElement()
                .asString()
                .contains("longer than 64 characters");
        assertThat(judge(role("nh", null), alone("a".repeat(64))).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "email,    a@foo.com, -",
                "email,    foo.com,   add hostname to cn_validations",
                "hostname, foo.com,   -",
                "hostname, a@foo.com, add email to cn_validations",
                "disabled, Who Ever,  -",
                "disabled, a@b@c,     -",
            })
    void validationsSayWhatACommonNameMayBe(String validation, String name, String hint) {
        NameVerdict verdict = judge(role("n", null).cnValidations(validation), alone(name));

        if (hint == null) {
            assertThat(verdict.orThrow().commonName()).isEqualTo(name);
        } else {
            assertThatThrownBy(verdict::orThrow).hasMessageContaining(hint);
        }
    }

    @Test
    void aCommonNameThatIsNotCheckedIsCheckedAmongTheAlternativeNames() {
        assertThatThrownBy(judge(role("b", "foo.com").cnValidations("disabled"), RequestedNames.of("bar.org"))::orThrow)
                .hasMessageContaining("subject alternate name bar.org not allowed by this role");
        assertThat(judge(role("b", "foo.com").cnValidations("disabled"), RequestedNames.of("Who Ever"))
                        .orThrow()
                        .hasAlternatives())
                .isFalse();
    }

    @Test
    void aCommonNameIsRequiredUnlessTheRoleSaysOtherwise() {
        assertThatThrownBy(judge(role("n", null), RequestedNames.of("").withAltNames(List.of("foo.com")))::orThrow)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the common_name field is required")
                .hasMessageContaining("require_cn=false");
        assertThat(judge(role("n", null).requireCn(false), RequestedNames.of("").withAltNames(List.of("foo.com")))
                        .orThrow()
                        .dnsNames())
                .containsExactly("foo.com");
        assertThatThrownBy(judge(role("n", null).requireCn(false), RequestedNames.of(""))::orThrow)
                .hasMessageContaining("the common_name field is required");
        assertThat(judge(role("n", null).requireCn(false).organization("Example"), RequestedNames.of(""))
                        .orThrow()
                        .hasAlternatives())
                .isFalse();
    }

    @Test
    void namesAreWrittenOnce() {
        RequestedNames twice = new RequestedNames(
                "foo.com",
                List.of("FOO.com", "foo.com", "bar.org", "bar.org"),
                List.of("a@foo.com", "a@foo.com"),
                List.of("::ffff:10.0.0.1", "10.0.0.1"),
                List.of("u:a", "u:a"),
                List.of("1.2.3;utf8:a", "1.2.3;UTF-8:a"),
                "",
                List.of("u", "u"),
                false,
                false);

        AcceptedNames names = judge(
                        role("n", null)
                                .allowedUriSans("*")
                                .allowedOtherSans("*")
                                .allowedUserIds("*"),
                        twice)
                .orThrow();

        assertThat(names.dnsNames()).containsExactly("foo.com", "bar.org");
        assertThat(names.emails()).containsExactly("a@foo.com");
        assertThat(names.ips()).containsExactly(new byte[] {10, 0, 0, 1});
        assertThat(names.uris()).containsExactly("u:a");
        assertThat(names.others()).hasSize(1);
        assertThat(names.userIds()).containsExactly("u");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "a@foo.com,       a@foo.com",
                "@foo.com,        -",
                "a@,              -",
                "ü@foo.com,       -",
                "a b@foo.com,     -",
                "foo.com,         -",
            })
    void addressesOfEmailAreWritable(String address, String written) {
        List<String> none = List.of();
        NameVerdict verdict = judge(
                role("nh", null).requireCn(false),
                new RequestedNames("", none, List.of(address), none, none, none, "", none, false, true));

        if (written == null) {
            assertThatThrownBy(verdict::orThrow)
                    .hasMessageContaining("csr: email address")
                    .hasMessageContaining("not allowed by this role");
        } else {
            assertThat(verdict.orThrow().emails()).containsExactly(written);
        }
    }
}
