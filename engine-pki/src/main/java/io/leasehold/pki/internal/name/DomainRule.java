package io.leasehold.pki.internal.name;

import org.jspecify.annotations.Nullable;

/**
 * One allowed domain, with what the flags make of it.
 *
 * @param domain as names are compared with it: labels that are not ASCII in their encoded form
 * @param suffix the domain after a dot
 * @param glob the domain as a pattern; null when it has no {@code *}
 * @param bare how an answer names the rule of the domain itself
 * @param under how an answer names the rule of what is under it
 * @param pattern how an answer names the rule of the pattern
 */
record DomainRule(String domain, String suffix, @Nullable Glob glob, String bare, String under, String pattern) {

    static DomainRule of(String written, String domain) {
        return new DomainRule(
                domain,
                "." + domain,
                domain.indexOf('*') < 0 ? null : Glob.of(domain),
                "allow_bare_domains of " + written,
                "allow_subdomains of " + written,
                "allow_glob_domains of " + written);
    }
}
