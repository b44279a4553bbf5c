package io.leasehold.pki.internal.issue;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.name.Shown;
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
final class NameLimits {

    private final Optional<PKIXNameConstraintValidator> validator;
    private final List<String> excludedDomains;

    private NameLimits(Optional<PKIXNameConstraintValidator> validator, List<String> excludedDomains) {
        this.validator = validator;
        this.excludedDomains = List.copyOf(excludedDomains);
    }

    static NameLimits of(List<Certificate> chain) {
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        List<String> excludedDomains = new ArrayList<>();
        boolean any = false;
        for (Certificate authority : chain) {
            Optional<NameConstraints> constraints = authority
                    .extensions()
                    .map(all -> all.getExtension(Extension.nameConstraints))
                    .map(extension -> NameConstraints.getInstance(extension.getParsedValue()));
            if (constraints.isEmpty()) {
                continue;
            }
            any = true;
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
        }
        return new NameLimits(any ? Optional.of(validator) : Optional.empty(), excludedDomains);
    }

    /**
     * Makes sure that a certificate is within them.
     *
     * @param subject its subject
     * @param names its alternative names
     * @throws InvalidRequestException when it is not
     */
    void check(X500Name subject, List<GeneralName> names) {
        if (validator.isEmpty()) {
            return;
        }
        PKIXNameConstraintValidator limits = validator.get();
        boolean hasDomains = false;
        for (GeneralName name : names) {
            check(limits, name);
            hasDomains |= name.getTagNo() == GeneralName.dNSName;
        }
        try {
            limits.checkPermittedDN(subject);
            limits.checkExcludedDN(subject);
        } catch (NameConstraintValidatorException e) {
            throw refused("the subject", "subject");
        }
        for (RDN part : subject.getRDNs()) {
            for (AttributeTypeAndValue each : part.getTypesAndValues()) {
                checkPart(limits, each, hasDomains);
            }
        }
    }

    /** Clients take an address in the subject for one, and the common name for a host where no other is named. */
    private void checkPart(PKIXNameConstraintValidator limits, AttributeTypeAndValue part, boolean hasDomains) {
        if (!(part.getValue() instanceof ASN1String text)) {
            return;
        }
        String value = text.getString();
        if (part.getType().equals(BCStyle.EmailAddress)) {
            check(limits, new GeneralName(GeneralName.rfc822Name, value));
        } else if (part.getType().equals(BCStyle.CN) && !hasDomains && looksLikeHost(value)) {
            check(limits, new GeneralName(GeneralName.dNSName, value));
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

    private void check(PKIXNameConstraintValidator limits, GeneralName name) {
        try {
            limits.checkPermitted(name);
            limits.checkExcluded(name);
        } catch (NameConstraintValidatorException e) {
            throw refused(
                    name.getTagNo() == GeneralName.dNSName || name.getName() instanceof ASN1String
                            ? Shown.quoted(text(name))
                            : "an alternative name",
                    "alt_names");
        }
        if (name.getTagNo() == GeneralName.dNSName) {
            checkWildcard(text(name).toLowerCase(Locale.ROOT));
        }
    }

    /** A wildcard above an excluded name stands for it, though it does not lie below it. */
    private void checkWildcard(String name) {
        if (!name.startsWith("*")) {
            return;
        }
        String parent = name.substring(name.indexOf('.') + 1);
        for (String excluded : excludedDomains) {
            String domain = excluded.toLowerCase(Locale.ROOT);
            String bare = domain.startsWith(".") ? domain.substring(1) : domain;
            if (bare.endsWith("." + parent)) {
                throw refused(Shown.quoted(name) + ", which covers the excluded " + Shown.quoted(bare), "alt_names");
            }
        }
    }

    private static String text(GeneralName name) {
        return name.getName() instanceof ASN1String text ? text.getString() : name.toString();
    }

    private static InvalidRequestException refused(String what, String field) {
        return new InvalidRequestException(
                field,
                what + " is beyond the name constraints of the issuer or of one above it (RFC 5280, section 4.2.1.10)");
    }
}
