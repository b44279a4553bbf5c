package io.leasehold.pki.internal.name;

import org.jspecify.annotations.Nullable;

/**
 * One allowed domain, with what the flags make of it.
 *
 * @param written as the role has it
 * @param domain as names are compared with it: labels that are not ASCII in their encoded form
 * @param suffix the domain after a dot
 * @param glob the domain as a pattern; null when it has no {@code *}
 * @param bare the ruling on the domain itself
 * @param under the ruling on what is under it
 * @param matching the ruling on what matches it
 */
record DomainRule(
        String written,
        String domain,
        String suffix,
        @Nullable Glob glob,
        Ruling.Allow bare,
        Ruling.Allow under,
        Ruling.Allow matching) {

    static DomainRule of(String written, String domain) {
        return new DomainRule(
                written,
                domain,
                "." + domain,
                domain.indexOf('*') < 0 ? null : Glob.of(domain),
                new Ruling.Allow("allow_bare_domains of " + written),
                new Ruling.Allow("allow_subdomains of " + written),
                new Ruling.Allow("allow_glob_domains of " + written));
    }

    /** The domain itself, or an e-mail address at it; capitals do not count. */
    boolean isBare(DomainName name) {
        return Ascii.equalsIgnoringCase(name.whole(), domain)
                || (name.isEmail() && Ascii.equalsIgnoringCase(name.rest(), domain));
    }

    /** What is under it at any depth, or its wildcard; capitals do not count. Never the domain itself. */
    boolean isUnder(DomainName name) {
        return Ascii.endsWithIgnoringCase(name.rest(), suffix)
                || (name.isWildcard() && Ascii.equalsIgnoringCase(name.rest(), domain));
    }

    boolean isMatching(DomainName name) {
        return glob != null && glob.matches(name.whole());
    }
}
