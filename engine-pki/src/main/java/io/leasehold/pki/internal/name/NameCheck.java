package io.leasehold.pki.internal.name;

/**
 * Decides whether a certificate may have the names that are asked for: by the rules of its role and nothing else. Pure functions;
 * their cost grows with the length of the names and the number of the rules, whatever the names are made of.
 */
public final class NameCheck {

    private NameCheck() {}

    /**
     * Judges names up to the first that is refused.
     *
     * @param rules the rules of the role
     * @param requested the names
     * @return the verdict
     */
    public static NameVerdict judge(NameRules rules, RequestedNames requested) {
        return run(rules, requested, new Judging(false, requested.ofCsr()));
    }

    /**
     * Judges all names, also after one was refused.
     *
     * @param rules the rules of the role
     * @param requested the names
     * @return the verdict, with a judgement on each name
     */
    public static NameVerdict judgeAll(NameRules rules, RequestedNames requested) {
        return run(rules, requested, new Judging(true, requested.ofCsr()));
    }

    private static NameVerdict run(NameRules rules, RequestedNames requested, Judging judging) {
        SubjectCheck subject = new SubjectCheck(rules, judging);
        AlternativeCheck alternatives = new AlternativeCheck(rules, judging);
        String commonName = requested.commonName();
        Ruling ruling = subject.commonName(commonName);
        boolean joins = !commonName.isEmpty() && !requested.commonNameAlone();
        boolean isEmail = commonName.indexOf('@') >= 0;
        subject.serialNumber(requested.serialNumber());
        if (joins && !isEmail) {
            alternatives.dnsOfCommonName(commonName, ruling);
        }
        requested.dnsNames().forEach(alternatives::dns);
        if (joins && isEmail) {
            alternatives.emailOfCommonName(commonName, ruling);
        }
        requested.emails().forEach(alternatives::email);
        requested.others().forEach(alternatives::other);
        alternatives.addressesAmongNames();
        requested.ips().forEach(alternatives::ip);
        requested.uris().forEach(alternatives::uri);
        requested.userIds().forEach(subject::userId);
        subject.requireAny(requested);
        return judging.verdict(requested);
    }
}
