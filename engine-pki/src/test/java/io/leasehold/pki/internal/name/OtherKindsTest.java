package io.leasehold.pki.internal.name;

import static io.leasehold.pki.internal.name.NameCheckTest.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.pki.PkiRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IP addresses, URIs, other names, serial numbers and user ids, and what a signing request brings. */
class OtherKindsTest {

    private static final List<String> NONE = List.of();

    private static PkiRole.Builder role() {
        return PkiRole.builder().requireCn(false).organization("Example");
    }

    private static NameVerdict judge(PkiRole.Builder role, RequestedNames requested) {
        return NameCheck.judge(rules(role.build()), requested);
    }

    private static RequestedNames ips(String... ips) {
        return new RequestedNames("", NONE, NONE, List.of(ips), NONE, NONE, "", NONE, false, false);
    }

    private static RequestedNames uris(String... uris) {
        return new RequestedNames("", NONE, NONE, NONE, List.of(uris), NONE, "", NONE, false, false);
    }

    private static RequestedNames others(String... others) {
        return new RequestedNames("", NONE, NONE, NONE, NONE, List.of(others), "", NONE, false, false);
    }

    private static RequestedNames subject(String serial, String... userIds) {
        return new RequestedNames("", NONE, NONE, NONE, NONE, NONE, serial, List.of(userIds), false, false);
    }

    private static void assertRefused(NameVerdict verdict, String... words) {
        assertThatThrownBy(verdict::orThrow).hasMessageContainingAll(words);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                 10.0.0.1,           allow_ip_sans",
                "-,                 2001:db8::1,        allow_ip_sans",
                "-,                 010.0.0.1,          !not a valid IP address",
                "-,                 10.0.0,             !not a valid IP address",
                "-,                 fe80::1%eth0,       !not a valid IP address",
                "-,                 foo.com,            !not a valid IP address",
                "10.0.0.0/8,        10.255.0.1,         allowed_ip_sans_cidr 10.0.0.0/8",
                "10.0.0.0/8,        11.0.0.1,           !in none of allowed_ip_sans_cidr",
                "10.0.0.0/8,        ::ffff:10.0.0.1,    allowed_ip_sans_cidr 10.0.0.0/8",
                "::ffff:10.0.0.0/104, 10.1.2.3,         allowed_ip_sans_cidr ::ffff:10.0.0.0/104",
                "10.9.9.9/8,        10.1.1.1,           allowed_ip_sans_cidr 10.9.9.9/8",
                "10.0.0.128/25,     10.0.0.127,         !in none",
                "10.0.0.128/25,     10.0.0.128,         allowed_ip_sans_cidr 10.0.0.128/25",
                "0.0.0.0/0,         9.9.9.9,            allowed_ip_sans_cidr 0.0.0.0/0",
                "0.0.0.0/0,         2001:db8::1,        !in none",
                "2001:db8::/33,     2001:db8:7fff::1,   allowed_ip_sans_cidr 2001:db8::/33",
                "2001:db8::/33,     2001:db8:8000::1,   !in none",
            })
    void addressesAreInANetworkOfTheRole(String network, String address, String expected) {
        PkiRole.Builder role = role();
        if (network != null) {
            role.allowedIpSansCidr("192.0.2.0/24", network);
        }
        NameVerdict verdict = judge(role, ips(address));

        if (expected.startsWith("!")) {
            assertRefused(verdict, "ip_sans", address, expected.substring(1));
        } else {
            assertThat(verdict.judgements()).containsExactly(new Judgement.Accepted(NameKind.IP, address, expected));
        }
    }

    @Test
    void everyAddressHasToBeAllowed() {
        assertRefused(judge(role().allowedIpSansCidr("10.0.0.0/8"), ips("10.0.0.1", "11.0.0.1")), "11.0.0.1");
        assertRefused(
                judge(role().allowIpSans(false), ips("10.0.0.1")),
                "IP Subject Alternative Names are not allowed in this role",
                "allow_ip_sans=true");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                          spiffe://cluster.local/a,            !URI Subject Alternative Names are not allowed in this role",
                "spiffe://cluster.local/*,   spiffe://cluster.local/ns/a/sa/b,    allowed_uri_sans spiffe://cluster.local/*",
                "spiffe://cluster.local/*,   spiffe://cluster.local/,             allowed_uri_sans spiffe://cluster.local/*",
                "spiffe://cluster.local/*,   spiffe://cluster.local.evil/a,       !fits none of allowed_uri_sans",
                "spiffe://cluster.local/*,   spiffe://CLUSTER.local/a,            !fits none of allowed_uri_sans",
                "spiffe://cluster.local/*,   xspiffe://cluster.local/a,           !fits none of allowed_uri_sans",
                "*,                          https://example.com/a?b=c,           allowed_uri_sans *",
                "*,                          no-scheme,                           !not a valid URI",
                "*,                          https://exa mple.com/,               !not a valid URI",
                "*,                          https://bücher.example/,             !not a valid URI",
                "*,                          https://example.com/%zz,             !not a valid URI",
            })
    void urisFitAPatternAsAWholeAndParse(String pattern, String uri, String expected) {
        PkiRole.Builder role = role();
        if (pattern != null) {
            role.allowedUriSans("urn:other", pattern);
        }
        NameVerdict verdict = judge(role, uris(uri));

        if (expected.startsWith("!")) {
            assertRefused(verdict, "uri_sans", expected.substring(1));
        } else {
            assertThat(verdict.judgements()).containsExactly(new Judgement.Accepted(NameKind.URI, uri, expected));
            assertThat(verdict.orThrow().uris()).containsExactly(uri);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                   1.2.3;utf8:a,         !other SAN OID 1.2.3 not allowed",
                "*,                   1.2.3;utf8:a,         allowed_other_sans *",
                "*,                   1.2.3;UTF-8:a,        allowed_other_sans *",
                "*,                   1.2.3;utf8:a;utf8:b,  allowed_other_sans *",
                "*,                   1.2.3;ia5:a,          !malformed",
                "*,                   1.2.3,                !malformed",
                "*,                   9.2.3;utf8:a,         !malformed",
                "*,                   x;utf8:a,             !malformed",
                "1.2.3;utf8:*@foo,    1.2.3;utf8:a@foo,     allowed_other_sans 1.2.3;utf8:*@foo",
                "1.2.3;utf8:*@foo,    1.2.3;utf8:a@bar,     !other SAN OID 1.2.3 not allowed by this role with the value a@bar",
                "1.2.3;utf8:*@foo,    1.2.4;utf8:a@foo,     !other SAN OID 1.2.4 not allowed",
                "1.2.3;UTF8:a,        1.2.3;utf8:a,         allowed_other_sans 1.2.3;UTF8:a",
            })
    void otherNamesFitTypeAndPattern(String pattern, String other, String expected) {
        PkiRole.Builder role = role();
        if (pattern != null) {
            role.allowedOtherSans(pattern);
        }
        NameVerdict verdict = judge(role, others(other));

        if (expected.startsWith("!")) {
            assertRefused(verdict, "other_sans", expected.substring(1));
        } else {
            assertThat(verdict.judgements()).containsExactly(new Judgement.Accepted(NameKind.OTHER, other, expected));
            assertThat(verdict.orThrow().others())
                    .extracting(OtherSan::value)
                    .containsExactly(other.substring(other.indexOf(':') + 1));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,     A1,  !serial_number A1 not allowed by this role",
                "A1,    A1,  allowed_serial_numbers A1",
                "A1,    a1,  !serial_number a1 not allowed",
                "A*,    A17, allowed_serial_numbers A*",
                "A*,    B17, !serial_number B17 not allowed",
            })
    void serialNumbersAreExactOrGlobbed(String pattern, String serial, String expected) {
        NameVerdict verdict =
                judge(pattern == null ? role() : role().allowedSerialNumbers("zz", pattern), subject(serial));

        if (expected.startsWith("!")) {
            assertRefused(verdict, expected.substring(1));
        } else {
            assertThat(verdict.judgements())
                    .containsExactly(new Judgement.Accepted(NameKind.SERIAL_NUMBER, serial, expected));
            assertThat(verdict.orThrow().serialNumber()).isEqualTo(serial);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,      bob,   !user_id bob is not allowed",
                "bob,    BOB,   allowed_user_ids bob",
                "b*,     bob,   allowed_user_ids b*",
                "b*,     BOB,   !user_id BOB is not allowed",
                "alice,  bob,   !user_id bob is not allowed",
            })
    void userIdsAreExactWhateverTheirCapitalsOrGlobbed(String pattern, String id, String expected) {
        NameVerdict verdict = judge(pattern == null ? role() : role().allowedUserIds(pattern), subject("", id));

        if (expected.startsWith("!")) {
            assertRefused(verdict, expected.substring(1));
        } else {
            assertThat(verdict.judgements()).containsExactly(new Judgement.Accepted(NameKind.USER_ID, id, expected));
            assertThat(verdict.orThrow().userIds()).containsExactly(id);
        }
    }

    @Test
    void controlCharactersAreInNoName() {
        PkiRole.Builder open = role().allowAnyName(true)
                .enforceHostnames(false)
                .cnValidations("disabled")
                .allowedOtherSans("*")
                .allowedSerialNumbers("*")
                .allowedUserIds("*")
                .allowedUriSans("*");

        for (String hostile : List.of("a\0b", "a\nb", "a\u0085b", "\ud800")) {
            assertRefused(judge(open, RequestedNames.of(hostile)), "common name");
            assertRefused(judge(open, subject(hostile)), "serial_number");
            assertRefused(judge(open, subject("", hostile)), "user_id");
            assertRefused(judge(open, others("1.2.3;utf8:" + hostile)), "other SAN");
            assertRefused(judge(open, uris("urn:" + hostile)), "URI");
            assertRefused(judge(open, RequestedNames.of("").withAltNames(List.of(hostile + "@foo.com"))), "email");
            assertThat(judge(open, RequestedNames.of("").withAltNames(List.of("b" + hostile + ".com")))
                            .judgements())
                    .noneMatch(judgement -> judgement instanceof Judgement.Accepted);
        }
    }

    @Test
    void aSigningRequestGoesBeforeTheCallWhereTheRoleSaysSo() {
        RequestedNames call = new RequestedNames(
                "call.com",
                List.of("a.call.com"),
                List.of("a@call.com"),
                List.of("10.0.0.1"),
                List.of("urn:call"),
                List.of("1.2.3;utf8:call"),
                "",
                List.of("caller"),
                false,
                false);
        RequestedNames csr = new RequestedNames(
                "csr.com",
                List.of("a.csr.com"),
                List.of("a@csr.com"),
                List.of("10.0.0.2"),
                List.of("urn:csr"),
                List.of("1.2.3;utf8:csr"),
                "csr-serial",
                List.of("csr-user"),
                false,
                true);

        RequestedNames.Signing both = call.signing(csr, true, true);
        RequestedNames.Signing neither = call.signing(csr, false, false);
        RequestedNames.Signing nameOfCall =
                call.signing(new RequestedNames("", NONE, NONE, NONE, NONE, NONE, "", NONE, false, true), true, true);

        assertThat(both.names())
                .isEqualTo(new RequestedNames(
                        "csr.com",
                        List.of("a.csr.com"),
                        List.of("a@csr.com"),
                        List.of("10.0.0.2"),
                        List.of("urn:csr"),
                        List.of("1.2.3;utf8:call", "1.2.3;utf8:csr"),
                        "csr-serial",
                        List.of("caller"),
                        false,
                        true));
        assertThat(both.warnings())
                .hasSize(4)
                .anyMatch(warning -> warning.startsWith("alt_names of the request: ignored"))
                .anyMatch(warning -> warning.startsWith("ip_sans of the request: ignored"))
                .anyMatch(warning -> warning.startsWith("uri_sans of the request: ignored"))
                .anyMatch(warning -> warning.startsWith("common_name of the request: ignored"));
        assertThat(neither.names())
                .isEqualTo(new RequestedNames(
                        "call.com",
                        List.of("a.call.com"),
                        List.of("a@call.com"),
                        List.of("10.0.0.1"),
                        List.of("urn:call"),
                        List.of("1.2.3;utf8:call"),
                        "csr-serial",
                        List.of("caller"),
                        false,
                        false));
        assertThat(neither.warnings()).isEmpty();
        assertThat(nameOfCall.names().commonName()).isEqualTo("call.com");
        assertThat(nameOfCall.names().dnsNames()).isEmpty();
    }

    @Test
    void theNetworksOfARoleAlsoBoundTheAddressesOfASigningRequest() {
        RequestedNames csr = new RequestedNames("", NONE, NONE, List.of("11.0.0.1"), NONE, NONE, "", NONE, false, true);

        NameVerdict verdict = judge(
                role().allowedIpSansCidr("10.0.0.0/8"),
                RequestedNames.of("").signing(csr, true, true).names());

        assertRefused(verdict, "csr: IP Subject Alternative Name 11.0.0.1", "allowed_ip_sans_cidr");
    }
}
