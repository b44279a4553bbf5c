package io.leasehold.pki.internal.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.pki.PkiRole;
import io.leasehold.pki.internal.name.NameModel.Role;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Names against the model, of which neither knows the other. */
class NameProperties {

    @Property(tries = 20_000)
    void aCommonNameIsAllowedWhenTheModelSaysSo(@ForAll("roles") Role role, @ForAll("names") String name) {
        boolean modelled = NameModel.allows(role, name);

        NameVerdict verdict = NameCheck.judge(rules(role), alone(name));

        Statistics.collect(modelled ? "allowed" : "refused");
        assertThat(verdict instanceof NameVerdict.Accepted)
                .as("%s by %s: %s", name, role, verdict)
                .isEqualTo(modelled);
    }

    @Property(tries = 20_000)
    void aDnsNameIsAllowedWhenTheModelSaysSoAndLeftOutWhenItIsNoHostname(
            @ForAll("roles") Role role, @ForAll("names") String name) {
        if (name.contains("@") || isAddress(name)) {
            return;
        }
        String label = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
        boolean hostname = name.matches("(\\*\\.)?" + label + "(\\." + label + ")*\\.?");

        NameVerdict verdict = NameCheck.judge(rules(role), RequestedNames.of("").withAltNames(List.of(name)));

        Judgement judgement = verdict.judgements().get(0);
        if (!hostname) {
            assertThat(judgement).isInstanceOf(Judgement.LeftOut.class);
        } else if (NameModel.allows(role, name)) {
            assertThat(verdict.orThrow().dnsNames())
                    .as("%s by %s", name, role)
                    .containsExactly(name.replaceAll("\\.$", ""));
        } else {
            assertThat(judgement).as("%s by %s", name, role).isInstanceOf(Judgement.Refused.class);
        }
    }

    @Property(tries = 5_000)
    void aNameIsJudgedTheSameAmongOthersAndAlone(
            @ForAll("roles") Role role, @ForAll("names") String one, @ForAll("names") String other) {
        NameRules rules = rules(role);
        RequestedNames both = RequestedNames.of("").withAltNames(List.of(one, other));

        NameVerdict verdict = NameCheck.judgeAll(rules, both);

        for (String name : List.of(one, other)) {
            NameVerdict single = NameCheck.judgeAll(rules, RequestedNames.of("").withAltNames(List.of(name)));
            assertThat(verdict.judgements()).contains(single.judgements().get(0));
        }
        assertThat(NameCheck.judge(rules, both).getClass()).isEqualTo(verdict.getClass());
    }

    @Property(tries = 20_000)
    void aGlobMatchesAsARegularExpressionWould(@ForAll("globs") String pattern, @ForAll("globbed") String text) {
        List<String> parts = new ArrayList<>();
        for (String part : pattern.split("\\*", -1)) {
            parts.add(Pattern.quote(part));
        }
        boolean expected = Pattern.compile(String.join(".*", parts), Pattern.DOTALL)
                .matcher(text)
                .matches();

        Statistics.collect(expected);
        assertThat(Glob.of(pattern).matches(text)).as("%s on %s", pattern, text).isEqualTo(expected);
    }

    @Property(tries = 5_000)
    void anAddressIsReadAsJavaReadsIt(@ForAll("addresses") String text) {
        byte[] expected;
        try {
            // Brackets keep Java from asking a name server. It takes an address with four numbers only up to 255.
            expected = text.contains(":")
                    ? InetAddress.getByName("[" + text + "]").getAddress()
                    : Pattern.matches("((\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])(\\.|$)){4}", text)
                            ? InetAddress.getByName(text).getAddress()
                            : null;
        } catch (UnknownHostException none) {
            expected = null;
        }

        Statistics.collect(expected == null ? "none" : expected.length);
        assertThat(IpText.parse(text)).as(text).isEqualTo(expected);
    }

    @Property(tries = 5_000)
    void aLabelComesBackFromItsEncoding(@ForAll("labels") String label) {
        assertThat(Punycode.decode(Punycode.encode(label))).isEqualTo(label);
    }

    @Property(tries = 5_000)
    void whateverIsAskedForIsAnsweredWithoutAFault(
            @ForAll("roles") Role role,
            @ForAll String commonName,
            @ForAll List<String> altNames,
            @ForAll String other) {
        RequestedNames requested = new RequestedNames(
                commonName,
                altNames,
                altNames,
                altNames,
                altNames,
                List.of(other, "1.2.3;utf8:" + other),
                other,
                altNames,
                false,
                false);

        NameVerdict all = NameCheck.judgeAll(rules(role), requested);
        NameVerdict first = NameCheck.judge(rules(role), requested);

        assertThat(first.getClass()).isEqualTo(all.getClass());
        assertThat(all.judgements())
                .hasSizeGreaterThanOrEqualTo(first.judgements().size());
    }

    private static RequestedNames alone(String name) {
        List<String> none = List.of();
        return new RequestedNames(name, none, none, none, none, none, "", none, true, false);
    }

    private static boolean isAddress(String name) {
        return name.matches("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+\\.?");
    }

    static NameRules rules(Role role) {
        List<String> problems = new ArrayList<>();
        NameRules rules = NameRules.of(
                PkiRole.builder()
                        .allowLocalhost(role.localhost())
                        .allowBareDomains(role.bare())
                        .allowSubdomains(role.subdomains())
                        .allowGlobDomains(role.globs())
                        .allowAnyName(role.any())
                        .allowWildcardCertificates(role.wildcards())
                        .enforceHostnames(role.hostnames())
                        .allowedDomains(role.domains().toArray(String[]::new))
                        .requireCn(false)
                        .organization("Example")
                        .build(),
                (field, problem) -> problems.add(field + " " + problem),
                new ArrayList<>());
        assertThat(problems).isEmpty();
        return rules;
    }

    @Provide
    Arbitrary<Role> roles() {
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        Arbitrary<Boolean> seldom =
                Arbitraries.frequency(net.jqwik.api.Tuple.of(1, true), net.jqwik.api.Tuple.of(6, false));
        Arbitrary<Boolean> often =
                Arbitraries.frequency(net.jqwik.api.Tuple.of(1, false), net.jqwik.api.Tuple.of(3, true));
        Arbitrary<List<String>> domains = Arbitraries.of(
                        "foo.com",
                        "Foo.com",
                        "a.foo.com",
                        "com",
                        "*.foo.com",
                        "*foo.com",
                        "a*.foo.com",
                        "f*m",
                        "*",
                        "a@foo.com",
                        "*@foo.com",
                        "",
                        "localhost",
                        "foo.com.",
                        "-foo.com",
                        "f_o.com")
                .list()
                .ofMaxSize(3);
        return Combinators.combine(flag, flag, flag, flag, seldom, often, often, domains)
                .as(Role::new);
    }

    /** Names out of pieces that fit the domains of the roles, so that all rules are met often. */
    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> head = Arbitraries.of(
                "",
                "",
                "",
                "a.",
                "A.",
                "a.b.",
                "*.",
                "*a.",
                "a*.",
                "a*b.",
                "*.*.",
                "a.*.",
                "**.",
                "-a.",
                "a-.",
                "a_b.",
                ".",
                "b@",
                "a@",
                "A@",
                "b@a.",
                "b@*.",
                "@",
                "b@c@",
                "*@",
                "x".repeat(63) + ".",
                "x".repeat(64) + ".",
                "1.");
        Arbitrary<String> tail = Arbitraries.of(
                "foo.com",
                "foo.com",
                "FOO.com",
                "foo.com.",
                "foo.com..",
                "xfoo.com",
                "com",
                "localhost",
                "localdomain",
                "Localhost",
                "f_o.com",
                "-foo.com",
                "foo",
                "*",
                "a.foo.com",
                "bar.org",
                "foo..com",
                ("y".repeat(50) + ".").repeat(5) + "foo.com",
                "foo com",
                "f;o.com");
        Arbitrary<String> free =
                Arbitraries.strings().withChars("aAf.*@-_1").ofMinLength(1).ofMaxLength(8);
        return Arbitraries.oneOf(Combinators.combine(head, tail).as(String::concat), free)
                .filter(name -> !name.isEmpty());
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.strings().withChars("ab*").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> globbed() {
        return Arbitraries.strings().withChars("ab\n").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.strings()
                .withCharRange('a', 'f')
                .withCharRange('\u00e0', '\u00ff')
                .withCharRange('\u3040', '\u30ff')
                .withChars('-')
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(label -> label.chars().anyMatch(c -> c >= 0x80));
    }

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> v4 = Arbitraries.integers()
                .between(0, 299)
                .map(String::valueOf)
                .list()
                .ofSize(4)
                .map(parts -> String.join(".", parts));
        Arbitrary<String> group = Arbitraries.of("0", "1", "db8", "ffff", "2001", "");
        Arbitrary<String> v6 = group.list().ofMinSize(3).ofMaxSize(9).map(parts -> String.join(":", parts));
        return Arbitraries.oneOf(v4, v6, v4.map(address -> "::ffff:" + address));
    }
}
