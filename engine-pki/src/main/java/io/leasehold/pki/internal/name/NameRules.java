package io.leasehold.pki.internal.name;

import io.leasehold.pki.PkiRole;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What a role says about names, read once. Immutable.
 *
 * @param localhost {@code allow_localhost}
 * @param bare {@code allow_bare_domains}
 * @param subdomains {@code allow_subdomains}
 * @param globs {@code allow_glob_domains}
 * @param anyName {@code allow_any_name}
 * @param wildcards {@code allow_wildcard_certificates}
 * @param hostnames {@code enforce_hostnames}
 * @param domains {@code allowed_domains} without empty ones
 * @param commonNames what a common name may be
 * @param commonNameRequired {@code require_cn}
 * @param otherSubject whether the role puts something else into subjects, so that a certificate without any name is about something
 * @param ips {@code allow_ip_sans}
 * @param networks {@code allowed_ip_sans_cidr}
 * @param uris {@code allowed_uri_sans}
 * @param anyOther whether any other name is allowed
 * @param others {@code allowed_other_sans}
 * @param serialNumbers {@code allowed_serial_numbers}
 * @param userIds {@code allowed_user_ids}
 */
public record NameRules(
        boolean localhost,
        boolean bare,
        boolean subdomains,
        boolean globs,
        boolean anyName,
        boolean wildcards,
        boolean hostnames,
        List<DomainRule> domains,
        CommonNames commonNames,
        boolean commonNameRequired,
        boolean otherSubject,
        boolean ips,
        List<Cidr> networks,
        List<PatternRule> uris,
        boolean anyOther,
        List<OtherRule> others,
        List<PatternRule> serialNumbers,
        List<PatternRule> userIds) {

    /**
     * What a common name may be.
     *
     * @param checked whether it is looked at at all
     * @param email whether it may be an e-mail address
     * @param hostname whether it may be anything else
     */
    record CommonNames(boolean checked, boolean email, boolean hostname) {}

    /**
     * Which other names of a type are allowed.
     *
     * @param type the type
     * @param value the pattern of their texts
     */
    record OtherRule(String type, PatternRule value) {}

    /**
     * Reads the fields of a role.
     *
     * @param role the role
     * @param problems takes what is wrong, by field
     * @param warnings takes what who writes the role should know
     * @return the rules
     */
    public static NameRules of(PkiRole role, BiConsumer<String, String> problems, List<String> warnings) {
        boolean anyOther = role.allowedOtherSans().equals(List.of("*"));
        NameRules rules = new NameRules(
                role.allowLocalhost(),
                role.allowBareDomains(),
                role.allowSubdomains(),
                role.allowGlobDomains(),
                role.allowAnyName(),
                role.allowWildcardCertificates(),
                role.enforceHostnames(),
                domains(role, problems),
                commonNames(role.cnValidations(), problems),
                role.requireCn(),
                hasOtherSubject(role),
                role.allowIpSans(),
                networks(role, problems),
                patterns("allowed_uri_sans", role.allowedUriSans()),
                anyOther,
                anyOther ? List.of() : others(role, problems),
                patterns("allowed_serial_numbers", role.allowedSerialNumbers()),
                patterns("allowed_user_ids", role.allowedUserIds()));
        rules.warn(role, warnings);
        return rules;
    }

    private static boolean hasOtherSubject(PkiRole role) {
        return !(role.ou().isEmpty()
                && role.organization().isEmpty()
                && role.country().isEmpty()
                && role.locality().isEmpty()
                && role.province().isEmpty()
                && role.streetAddress().isEmpty()
                && role.postalCode().isEmpty());
    }

    private static List<DomainRule> domains(PkiRole role, BiConsumer<String, String> problems) {
        List<DomainRule> domains = new ArrayList<>();
        for (String written : role.allowedDomains()) {
            if (written.isEmpty()) {
                continue;
            }
            if (role.allowedDomainsTemplate() && written.contains("{{")) {
                problems.accept(
                        "allowed_domains_template",
                        "there are no identities here from which " + Shown.quoted(written)
                                + " could be filled: write the domains themselves");
            }
            Optional<String> encoded = Idna.encode(written);
            if (encoded.isEmpty()) {
                problems.accept(
                        "allowed_domains", Shown.quoted(written) + " cannot be a domain: " + Idna.problem(written));
            }
            domains.add(DomainRule.of(written, encoded.orElse(written)));
        }
        return List.copyOf(domains);
    }

    private static CommonNames commonNames(List<String> validations, BiConsumer<String, String> problems) {
        Set<String> found = new HashSet<>();
        for (String written : validations) {
            String validation = written.toLowerCase(Locale.ROOT);
            if (!Set.of("email", "hostname", "disabled").contains(validation)) {
                problems.accept(
                        "cn_validations",
                        "value incorrect: unknown type " + Shown.quoted(written)
                                + ": give email, hostname or disabled");
            } else if (!found.add(validation)) {
                problems.accept("cn_validations", "value incorrect: " + validation + " specified multiple times");
            }
        }
        boolean disabled = found.contains("disabled");
        if (disabled && found.size() > 1) {
            problems.accept("cn_validations", "value incorrect: cannot specify disabled along with email or hostname");
        }
        return new CommonNames(!disabled, found.contains("email"), found.contains("hostname"));
    }

    private static List<Cidr> networks(PkiRole role, BiConsumer<String, String> problems) {
        List<Cidr> networks = new ArrayList<>();
        for (String written : role.allowedIpSansCidr()) {
            Cidr.of(written)
                    .ifPresentOrElse(
                            networks::add,
                            () -> problems.accept(
                                    "allowed_ip_sans_cidr",
                                    Shown.quoted(written) + " is no network: write it as 10.0.0.0/8 or 2001:db8::/32"));
        }
        return List.copyOf(networks);
    }

    private static List<PatternRule> patterns(String field, List<String> written) {
        return written.stream()
                .filter(pattern -> !pattern.isEmpty())
                .map(pattern -> PatternRule.of(field, pattern))
                .toList();
    }

    private static List<OtherRule> others(PkiRole role, BiConsumer<String, String> problems) {
        List<OtherRule> others = new ArrayList<>();
        for (String written : role.allowedOtherSans()) {
            Optional<OtherSan> read = OtherSan.of(written);
            if (read.isEmpty()) {
                problems.accept(
                        "allowed_other_sans",
                        Shown.quoted(written) + " is malformed: write " + OtherSan.FORM
                                + " with * for any characters, or a lone * for all");
            } else {
                OtherSan other = read.get();
                others.add(new OtherRule(
                        other.type().getId(),
                        new PatternRule("allowed_other_sans " + written, other.value(), Glob.of(other.value()))));
            }
        }
        return List.copyOf(others);
    }

    /** Roles that allow less than they seem to are what most complaints are about. */
    private void warn(PkiRole role, List<String> warnings) {
        if (anyName || domains.isEmpty()) {
            return;
        }
        if (!bare && !subdomains && !globs) {
            warnings.add(
                    "allowed_domains admits nothing: set allow_bare_domains, allow_subdomains or allow_glob_domains");
            return;
        }
        for (String written : role.allowedDomains()) {
            if (written.contains("*") && !globs && !(bare && written.startsWith("*."))) {
                warnings.add(
                        "allowed_domains: " + Shown.quoted(written)
                                + " admits nothing, because allow_glob_domains is false: set it, or name the domain without a *");
            } else if (!written.contains("*") && !bare && !subdomains) {
                warnings.add(
                        "allowed_domains: " + Shown.quoted(written)
                                + " admits nothing, because it has no * and neither allow_bare_domains nor allow_subdomains is set");
            } else if (written.startsWith(".")) {
                warnings.add("allowed_domains: " + Shown.quoted(written)
                        + " begins with a dot: allow_subdomains puts one in by itself, so name the domain without it");
            }
        }
    }
}
