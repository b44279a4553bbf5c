package io.leasehold.pki.internal.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leasehold.pki.PkiRole;
import io.leasehold.pki.PkiRoleCheck.Name;
import io.leasehold.pki.internal.name.CsrNames;
import io.leasehold.pki.internal.name.RequestedNames;
import io.leasehold.spi.engine.Fields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DryRunTest {

    private static final List<String> NONE = List.of();

    private static DryRun.Outcome run(PkiRole.Builder role, Map<String, ?> request) {
        CsrNames csrs = pem -> new CsrNames.Content(
                new RequestedNames("csr.foo.com", List.of("x.bar.org"), NONE, NONE, NONE, NONE, "", NONE, false, true),
                pem,
                256);
        return new DryRun(RoleRules.of(role.build()), csrs).of(Fields.bind(request, CheckRequest.class));
    }

    private static PkiRole.Builder role() {
        return PkiRole.builder().allowedDomains("foo.com").allowSubdomains(true).keyType("ec");
    }

    @Test
    void allNamesAreJudgedAlsoAfterARefusal() {
        DryRun.Outcome outcome = run(
                role().allowedIpSansCidr("10.0.0.0/8").allowedUserIds("bob"),
                Map.of(
                        "common_name", "foo.com",
                        "alt_names", "a.foo.com,a@b.foo.com,bar.org,a_b.foo.com",
                        "ip_sans", List.of("10.0.0.1", "11.0.0.1"),
                        "uri_sans", "urn:x",
                        "other_sans", "1.2.3;utf8:x",
                        "serial_number", "A1",
                        "user_ids", "BOB",
                        "exclude_cn_from_sans", true));

        assertThat(outcome.answer().allowed()).isFalse();
        assertThat(outcome.answer().names())
                .extracting(Name::kind, Name::value, Name::allowed, Name::leftOut)
                .containsExactly(
                        tuple("common_name", "foo.com", false, false),
                        tuple("serial_number", "A1", false, false),
                        tuple("dns_san", "a.foo.com", true, false),
                        tuple("dns_san", "bar.org", false, false),
                        tuple("dns_san", "a_b.foo.com", false, true),
                        tuple("email_san", "a@b.foo.com", true, false),
                        tuple("other_san", "1.2.3;utf8:x", false, false),
                        tuple("ip_san", "10.0.0.1", true, false),
                        tuple("ip_san", "11.0.0.1", false, false),
                        tuple("uri_san", "urn:x", false, false),
                        tuple("user_id", "BOB", true, false));
        Name first = outcome.answer().names().get(0);
        assertThat(first.rule())
                .isEqualTo("common name foo.com not allowed by this role: it fits none of allowed_domains foo.com with"
                        + " allow_bare_domains=false, allow_subdomains=true, allow_glob_domains=false");
        assertThat(first.hint()).isEqualTo("allow_bare_domains=true would allow it, because of foo.com");
        assertThat(outcome.answer().names())
                .filteredOn(name -> name.kind().equals("ip_san"))
                .extracting(Name::rule)
                .first()
                .isEqualTo("allowed_ip_sans_cidr 10.0.0.0/8");
    }

    @Test
    void aNameThatIsLeftOutRefusesNothing() {
        DryRun.Outcome outcome = run(role(), Map.of("common_name", "a.foo.com", "alt_names", "a_b.foo.com"));

        assertThat(outcome.answer().allowed()).isTrue();
        assertThat(outcome.warnings()).singleElement().asString().contains("a_b.foo.com");
    }

    @Test
    void aSigningRequestIsJudgedByItsNamesAndItsKey() {
        DryRun.Outcome names = run(role(), Map.of("csr", "ec", "alt_names", "ignored.foo.com"));
        DryRun.Outcome key = run(role().useCsrSans(false), Map.of("csr", "rsa", "alt_names", "taken.foo.com"));

        assertThat(names.answer().allowed()).isFalse();
        assertThat(names.answer().names())
                .extracting(Name::value, Name::allowed)
                .containsExactly(
                        tuple("csr.foo.com", true),
                        tuple("csr.foo.com", true),
                        tuple("x.bar.org", false),
                        tuple("ec 256", true));
        assertThat(names.warnings()).singleElement().asString().contains("alt_names of the request: ignored");
        assertThat(key.answer().allowed()).isFalse();
        assertThat(key.answer().names())
                .extracting(Name::value, Name::allowed)
                .containsExactly(
                        tuple("csr.foo.com", true),
                        tuple("csr.foo.com", true),
                        tuple("taken.foo.com", true),
                        tuple("rsa 256", false));
        assertThat(key.answer().names().get(3).rule()).contains("role requires keys of type ec");
    }

    @Test
    void aKeyToMakeIsJudgedWhereItIsGiven() {
        Map<String, String> name = Map.of("common_name", "a.foo.com");
        DryRun.Outcome without = run(role(), name);
        DryRun.Outcome other = run(role(), Map.of("common_name", "a.foo.com", "key_type", "rsa"));
        DryRun.Outcome any = run(role().keyType("any"), name);
        DryRun.Outcome bad =
                run(role().keyType("any"), Map.of("common_name", "a.foo.com", "key_type", "rsa", "key_bits", 1024));

        assertThat(without.answer().names()).noneMatch(each -> each.kind().equals("key"));
        assertThat(other.answer().allowed()).isTrue();
        assertThat(other.answer().names().get(2)).isEqualTo(new Name("key", "ec 256", true, false, "key_type ec", ""));
        assertThat(other.warnings()).singleElement().asString().contains("key_type of the request: ignored");
        assertThat(any.answer().allowed()).isTrue();
        assertThat(any.warnings()).singleElement().asString().contains("issue needs one in the request");
        assertThat(bad.answer().allowed()).isFalse();
        assertThat(bad.answer().names().get(2).rule()).contains("unsupported bit length");
    }
}
