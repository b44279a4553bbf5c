package io.leasehold.pki.internal.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The rules for common names, DNS names and e-mail addresses once more, as tables written from section 4 of the reference alone.
 * Slow, and with regular expressions, so that it shares nothing with what it checks. ASCII only.
 */
final class NameModel {

    record Role(
            boolean localhost,
            boolean bare,
            boolean subdomains,
            boolean globs,
            boolean any,
            boolean wildcards,
            boolean hostnames,
            List<String> domains) {}

    /** A name taken apart as the reference names the parts. */
    record Parts(String n, String r, String w, boolean email, boolean wildcard) {}

    private record Denial(String what, BiPredicate<Role, Parts> when) {}

    private record Allowance(String what, BiPredicate<Role, Parts> when) {}

    private record DomainAllowance(String what, Predicate<Role> flag, BiPredicate<String, Parts> when) {}

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";

    private static final List<Denial> STEPS_1_TO_3 = List.of(
            new Denial("1: exactly one @", (role, parts) -> count(parts.n(), '@') > 1),
            new Denial("2: wildcards forbidden", (role, parts) -> parts.wildcard() && !role.wildcards()),
            new Denial("2: more than one *", (role, parts) -> parts.wildcard() && count(domainOf(parts), '*') > 1),
            new Denial(
                    "2: not the left-most label",
                    (role, parts) -> parts.wildcard()
                            && !domainOf(parts).split("\\.", 2)[0].contains("*")),
            new Denial("2: in an e-mail", (role, parts) -> parts.wildcard() && parts.email()),
            new Denial(
                    "3: R is no hostname",
                    (role, parts) -> role.hostnames() && !parts.r().matches(LABEL + "(?:\\." + LABEL + ")*\\.?")),
            new Denial(
                    "3: W is none of the four",
                    (role, parts) -> role.hostnames()
                            && parts.wildcard()
                            && !parts.w().matches("\\*|\\*LABEL|LABEL\\*|LABEL\\*LABEL".replace("LABEL", LABEL))),
            new Denial(
                    "label > 63",
                    (role, parts) -> role.hostnames()
                            && List.of(parts.r().split("\\.")).stream().anyMatch(label -> label.length() > 63)),
            new Denial(
                    "name > 253",
                    (role, parts) ->
                            role.hostnames() && parts.r().replaceAll("\\.$", "").length() > 253));

    private static final List<Allowance> STEPS_4_AND_5 = List.of(
            new Allowance("4", (role, parts) -> role.any()),
            new Allowance(
                    "5",
                    (role, parts) -> role.localhost()
                            && List.of("localhost", "localdomain").contains(parts.r())),
            new Allowance(
                    "5: under",
                    (role, parts) -> role.localhost()
                            && role.subdomains()
                            && (parts.r().endsWith(".localhost") || parts.r().endsWith(".localdomain"))));

    private static final List<DomainAllowance> STEP_6 = List.of(
            new DomainAllowance("bare", Role::bare, (domain, parts) -> parts.n().equalsIgnoreCase(domain)),
            new DomainAllowance(
                    "bare of an e-mail",
                    Role::bare,
                    (domain, parts) -> parts.email() && parts.r().equalsIgnoreCase(domain)),
            new DomainAllowance(
                    "subdomain",
                    Role::subdomains,
                    (domain, parts) ->
                            parts.r().toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT))),
            new DomainAllowance(
                    "wildcard of the domain",
                    Role::subdomains,
                    (domain, parts) -> parts.wildcard() && parts.r().equalsIgnoreCase(domain)),
            new DomainAllowance(
                    "glob", Role::globs, (domain, parts) -> domain.contains("*") && globbed(domain, parts.n())));

    private NameModel() {}

    static boolean allows(Role role, String name) {
        Parts parts = parts(name);
        for (Denial denial : STEPS_1_TO_3) {
            if (denial.when().test(role, parts)) {
                return false;
            }
        }
        for (Allowance allowance : STEPS_4_AND_5) {
            if (allowance.when().test(role, parts)) {
                return true;
            }
        }
        for (String domain : role.domains()) {
            for (DomainAllowance allowance : STEP_6) {
                if (!domain.isEmpty()
                        && allowance.flag().test(role)
                        && allowance.when().test(domain, parts)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Parts parts(String name) {
        boolean email = name.contains("@");
        String domain = email ? name.substring(name.indexOf('@') + 1) : name;
        if (!domain.contains("*")) {
            return new Parts(name, domain, "", email, false);
        }
        String[] halves = domain.split("\\.", 2);
        return new Parts(name, halves.length == 1 ? "" : halves[1], halves[0], email, true);
    }

    private static String domainOf(Parts parts) {
        return parts.email() ? parts.n().substring(parts.n().indexOf('@') + 1) : parts.n();
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    static boolean globbed(String pattern, String text) {
        List<String> parts = new ArrayList<>();
        for (String part : pattern.split("\\*", -1)) {
            parts.add(Pattern.quote(part));
        }
        return Pattern.compile(String.join(".*", parts), Pattern.DOTALL)
                .matcher(text)
                .matches();
    }
}
