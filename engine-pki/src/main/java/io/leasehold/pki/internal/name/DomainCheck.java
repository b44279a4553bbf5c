package io.leasehold.pki.internal.name;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a common name, a DNS name or an e-mail address is allowed by the rules for domains. Pure functions. */
final class DomainCheck {

    private static final Ruling.Allow ANY_NAME = new Ruling.Allow("allow_any_name");
    private static final Ruling.Allow LOCALHOST = new Ruling.Allow("allow_localhost");
    private static final Ruling.Allow UNDER_LOCALHOST = new Ruling.Allow("allow_localhost with allow_subdomains");

    private static final String NO_HINT = "";

    /** Roles may have many domains; a message names the first ones. */
    private static final int DOMAINS_TOLD = 5;

    private DomainCheck() {}

    /** The ruling on a name. The order of the steps is the documented one. */
    static Ruling of(NameRules rules, String name) {
        int at = name.indexOf('@');
        if (at >= 0 && name.indexOf('@', at + 1) >= 0) {
            return new Ruling.Deny("an e-mail address has exactly one @", NO_HINT);
        }
        String encoded = Idna.encodeOrNull(name);
        String whole = encoded == null ? name : encoded;
        String domain = at < 0 ? whole : whole.substring(at + 1);
        String wildcard = "";
        int star = domain.indexOf('*');
        if (star >= 0) {
            Ruling.Deny denial = wildcardDenial(rules, domain, star, at >= 0);
            if (denial != null) {
                return denial;
            }
            int dot = domain.indexOf('.');
            wildcard = dot < 0 ? domain : domain.substring(0, dot);
            domain = dot < 0 ? "" : domain.substring(dot + 1);
        }
        DomainName parsed = new DomainName(whole, domain, wildcard, at >= 0);
        if (rules.hostnames()) {
            Ruling.Deny denial = hostnameDenial(parsed, name, encoded == null);
            if (denial != null) {
                return denial;
            }
        }
        return allowance(rules, parsed);
    }

    private static Ruling.@Nullable Deny wildcardDenial(NameRules rules, String domain, int star, boolean email) {
        if (!rules.wildcards()) {
            return new Ruling.Deny(
                    "allow_wildcard_certificates is false", "allow_wildcard_certificates=true allows names with a *");
        }
        if (domain.indexOf('*', star + 1) >= 0) {
            return new Ruling.Deny("a name has one * at most", NO_HINT);
        }
        int dot = domain.indexOf('.');
        if (dot >= 0 && star > dot) {
            return new Ruling.Deny("a * can stand in the left-most label only", NO_HINT);
        }
        return email ? new Ruling.Deny("an e-mail address has no * in its domain", NO_HINT) : null;
    }

    private static Ruling.@Nullable Deny hostnameDenial(DomainName name, String asked, boolean unencodable) {
        String rule;
        if (unencodable) {
            rule = "enforce_hostnames: " + Idna.problem(asked);
        } else if (Hostname.isTooLong(name.rest())) {
            rule = "enforce_hostnames: a label has 63 characters at most, and a name 253";
        } else if (name.isWildcard() && !Hostname.isWildcardLabel(name.wildcard())) {
            rule =
                    "enforce_hostnames: a label with a * is *, *x, x* or x*x, where x is letters, digits and inner hyphens";
        } else if (!Hostname.is(name.rest())) {
            rule =
                    "enforce_hostnames: a name of a host is labels of letters, digits and inner hyphens with dots between";
        } else {
            return null;
        }
        return new Ruling.Deny(rule, "enforce_hostnames=false allows other names too");
    }

    private static Ruling allowance(NameRules rules, DomainName name) {
        if (rules.anyName()) {
            return ANY_NAME;
        }
        if (rules.localhost()) {
            if (isLocalhost(name)) {
                return LOCALHOST;
            }
            if (rules.subdomains() && isUnderLocalhost(name)) {
                return UNDER_LOCALHOST;
            }
        }
        for (DomainRule domain : rules.domains()) {
            if (rules.bare() && domain.isBare(name)) {
                return domain.bare();
            }
            if (rules.subdomains() && domain.isUnder(name)) {
                return domain.under();
            }
            if (rules.globs() && domain.isMatching(name)) {
                return domain.matching();
            }
        }
        return denial(rules, name);
    }

    private static boolean isLocalhost(DomainName name) {
        return name.rest().equals("localhost") || name.rest().equals("localdomain");
    }

    private static boolean isUnderLocalhost(DomainName name) {
        return name.rest().endsWith(".localhost") || name.rest().endsWith(".localdomain");
    }

    private static Ruling.Deny denial(NameRules rules, DomainName name) {
        String rule = rules.domains().isEmpty()
                ? "allowed_domains is empty and allow_any_name is false"
                : "it fits none of allowed_domains " + told(rules.domains()) + " with " + flags(rules);
        return new Ruling.Deny(rule, hint(rules, name));
    }

    private static String told(List<DomainRule> domains) {
        List<String> told = new ArrayList<>();
        for (DomainRule domain : domains.subList(0, Math.min(domains.size(), DOMAINS_TOLD))) {
            told.add(Shown.plain(domain.written()));
        }
        int more = domains.size() - told.size();
        return String.join(", ", told) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String flags(NameRules rules) {
        return "allow_bare_domains=" + rules.bare() + ", allow_subdomains=" + rules.subdomains()
                + ", allow_glob_domains=" + rules.globs();
    }

    private static String hint(NameRules rules, DomainName name) {
        if (isLocalhost(name) && !rules.localhost()) {
            return "allow_localhost=true would allow it";
        }
        if (isUnderLocalhost(name)) {
            return rules.localhost()
                    ? "allow_subdomains=true would allow it"
                    : "allow_localhost=true with allow_subdomains=true would allow it";
        }
        for (DomainRule domain : rules.domains()) {
            String of = ", because of " + Shown.plain(domain.written());
            if (!rules.bare() && domain.isBare(name)) {
                return "allow_bare_domains=true would allow it" + of;
            }
            if (!rules.subdomains() && domain.isUnder(name)) {
                return "allow_subdomains=true would allow it" + of;
            }
            if (!rules.globs() && domain.isMatching(name)) {
                return "allow_glob_domains=true would allow it" + of;
            }
        }
        return "add its domain to allowed_domains, or set allow_any_name=true";
    }
}
