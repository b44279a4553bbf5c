package io.leasehold.pki.internal.issuer;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.x509.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * The name constraints of an issuer and of those above it (RFC 5280, section 4.2.1.10). A certificate beyond them would be
 * signed and then refused by every client, so it is not signed. Immutable once made; thread-safe.
 */
public final class NameLimits {

    private final Optional<PKIXNameConstraintValidator> validator;
    private final List<String> excludedDomains;

    private NameLimits(Optional<PKIXNameConstraintValidator> validator, List<String> excludedDomains) {
        this.validator = validator;
        this.excludedDomains = List.copyOf(excludedDomains);
    }

    /**
     * Collects them.
     *
     * @param chain the issuer's chain, itself first
     * @return the limits
     * @throws InvalidRequestException when there are some that cannot be read, or are about a kind of name that nobody checks
     */
    public static NameLimits of(List<Certificate> chain) {
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        List<String> excludedDomains = new ArrayList<>();
        boolean any = false;
        try {
            for (Certificate authority : chain) {
                any |= collect(authority, validator, excludedDomains);
            }
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException unknown) {
            throw new InvalidRequestException(
                    "issuer_ref",
                    "the issuer or one above it has name constraints that cannot be read, or are for a kind of name that is"
                            + " not known (RFC 5280, section 4.2.1.10), so that it signs nothing");
        }
        return new NameLimits(any ? Optional.of(validator) : Optional.empty(), excludedDomains);
    }

    private static boolean collect(
            Certificate authority, PKIXNameConstraintValidator validator, List<String> excludedDomains) {
        Optional<NameConstraints> constraints = authority
                .extensions()
                .map(all -> all.getExtension(Extension.nameConstraints))
                .map(extension -> NameConstraints.getInstance(extension.getParsedValue()));
        if (constraints.isEmpty()) {
            return false;
        }
        GeneralSubtree[] permitted = constraints.get().getPermittedSubtrees();
        if (permitted != null) {
            validator.intersectPermittedSubtree(permitted);
        }
        GeneralSubtree[] excluded = constraints.get().getExcludedSubtrees();
        if (excluded != null) {
            for (GeneralSubtree each : excluded) {
                validator.addExcludedSubtree(each);
                if (each.getBase().getTagNo() == GeneralName.dNSName) {
                    excludedDomains.add(text(each.getBase()));
                }
            }
        }
        return true;
    }

    /**
     * Makes sure that a certificate of no authority is within them.
     *
     * @param subject its subject
     * @param names its alternative names
     * @throws InvalidRequestException when it is not
     */
    public void check(X500Name subject, List<GeneralName> names) {
        if (validator.isEmpty()) {
            return;
        }
        PKIXNameConstraintValidator limits = validator.get();
        boolean hasDomains = false;
        for (GeneralName name : names) {
            check(limits, name, "alt_names");
            hasDomains |= name.getTagNo() == GeneralName.dNSName;
        }
        checkSubject(limits, subject, "subject");
        for (RDN part : subject.getRDNs()) {
            for (AttributeTypeAndValue each : part.getTypesAndValues()) {
                checkPart(limits, each, hasDomains);
            }
        }
    }

    /**
     * Makes sure that an authority is within them, whose common name nobody takes for a host.
     *
     * @param subject its subject
     * @param names its alternative names
     * @param own the constraints that it is to have itself
     * @throws InvalidRequestException when it is not
     */
    public void checkAuthority(X500Name subject, List<GeneralName> names, Optional<NameConstraints> own) {
        if (validator.isEmpty()) {
            return;
        }
        PKIXNameConstraintValidator limits = validator.get();
        checkSubject(limits, subject, "common_name");
        for (GeneralName name : names) {
            check(limits, name, "alt_names");
        }
        GeneralSubtree[] permitted =
                own.map(NameConstraints::getPermittedSubtrees).orElse(null);
        for (GeneralSubtree each : permitted == null ? new GeneralSubtree[0] : permitted) {
            if (each.getBase().getTagNo() == GeneralName.dNSName) {
                check(limits, bare(each.getBase()), "permitted_dns_domains");
            }
        }
    }

    private static GeneralName bare(GeneralName domain) {
        String text = text(domain);
        return new GeneralName(GeneralName.dNSName, text.startsWith(".") ? text.substring(1) : text);
    }

    private static void checkSubject(PKIXNameConstraintValidator limits, X500Name subject, String field) {
        try {
            limits.checkPermittedDN(subject);
            limits.checkExcludedDN(subject);
        } catch (NameConstraintValidatorException e) {
            throw refused("the subject", field);
        }
    }

    /** Clients take an address in the subject for one, and the common name for a host where no other is named. */
    private void checkPart(PKIXNameConstraintValidator limits, AttributeTypeAndValue part, boolean hasDomains) {
        if (!(part.getValue() instanceof ASN1String text)) {
            return;
        }
        String value = text.getString();
        if (part.getType().equals(BCStyle.EmailAddress)) {
            check(limits, new GeneralName(GeneralName.rfc822Name, value), "subject");
        } else if (part.getType().equals(BCStyle.CN) && !hasDomains && looksLikeHost(value)) {
            check(limits, new GeneralName(GeneralName.dNSName, value), "common_name");
        }
    }

    private static boolean looksLikeHost(String text) {
        return text.indexOf('.') > 0
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '.');
    }

    private void check(PKIXNameConstraintValidator limits, GeneralName name, String field) {
        try {
            limits.checkPermitted(name);
            limits.checkExcluded(name);
        } catch (NameConstraintValidatorException e) {
            throw refused(
                    name.getTagNo() == GeneralName.dNSName || name.getName() instanceof ASN1String
                            ? quoted(text(name))
                            : "an alternative name",
                    field);
        }
        if (name.getTagNo() == GeneralName.dNSName) {
            checkWildcard(text(name).toLowerCase(Locale.ROOT), field);
        }
    }

    /** A wildcard above an excluded name stands for it, though it does not lie below it. */
    private void checkWildcard(String name, String field) {
        if (name.indexOf('*') < 0) {
            return;
        }
        String parent = name.substring(name.indexOf('.') + 1);
        for (String excluded : excludedDomains) {
            String domain = excluded.toLowerCase(Locale.ROOT);
            String bare = domain.startsWith(".") ? domain.substring(1) : domain;
            if (bare.endsWith("." + parent)) {
                throw refused(quoted(name) + ", which covers the excluded " + quoted(bare), field);
            }
        }
    }

    private static String text(GeneralName name) {
        return name.getName() instanceof ASN1String text ? text.getString() : name.toString();
    }

    private static String quoted(String text) {
        return "\"" + Names.shown(text) + "\"";
    }

    private static InvalidRequestException refused(String what, String field) {
        return new InvalidRequestException(
                field,
                what + " is beyond the name constraints of the issuer or of one above it (RFC 5280, section 4.2.1.10)");
    }
}
