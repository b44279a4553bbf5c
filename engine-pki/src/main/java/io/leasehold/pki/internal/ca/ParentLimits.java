package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.pki.internal.x509.Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * The name constraints above an intermediate (RFC 5280, section 4.2.1.10). One that does not keep to them would be signed, and then
 * refused by every client. Pure function.
 */
final class ParentLimits {

    private ParentLimits() {}

    /**
     * Makes sure that an intermediate is within them.
     *
     * @param chain the signer's chain
     * @param subject the intermediate's subject
     * @param names its alternative names
     * @param own the constraints that it is to have itself
     * @throws InvalidRequestException when it is not
     */
    static void check(
            List<Certificate> chain, X500Name subject, List<GeneralName> names, Optional<NameConstraints> own) {
        PKIXNameConstraintValidator limits = new PKIXNameConstraintValidator();
        if (!collect(chain, limits)) {
            return;
        }
        try {
            limits.checkPermittedDN(subject);
            limits.checkExcludedDN(subject);
        } catch (NameConstraintValidatorException e) {
            throw refused("common_name", "the subject");
        }
        for (GeneralName name : names) {
            if (!isWithin(limits, name)) {
                throw refused("alt_names", "'" + Names.shown(name.getName().toString()) + "'");
            }
        }
        GeneralSubtree[] permitted =
                own.map(NameConstraints::getPermittedSubtrees).orElse(null);
        for (GeneralSubtree each : permitted == null ? new GeneralSubtree[0] : permitted) {
            if (each.getBase().getTagNo() == GeneralName.dNSName && !isWithin(limits, bare(each.getBase()))) {
                throw refused(
                        "permitted_dns_domains",
                        "'" + Names.shown(each.getBase().getName().toString()) + "'");
            }
        }
    }

    private static boolean collect(List<Certificate> chain, PKIXNameConstraintValidator limits) {
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
                limits.intersectPermittedSubtree(permitted);
            }
            GeneralSubtree[] excluded = constraints.get().getExcludedSubtrees();
            for (GeneralSubtree each : excluded == null ? new GeneralSubtree[0] : excluded) {
                limits.addExcludedSubtree(each);
            }
        }
        return any;
    }

    private static GeneralName bare(GeneralName domain) {
        String text = domain.getName().toString();
        return new GeneralName(GeneralName.dNSName, text.startsWith(".") ? text.substring(1) : text);
    }

    private static boolean isWithin(PKIXNameConstraintValidator limits, GeneralName name) {
        try {
            limits.checkPermitted(name);
            limits.checkExcluded(name);
            return true;
        } catch (NameConstraintValidatorException e) {
            return false;
        }
    }

    private static InvalidRequestException refused(String field, String what) {
        return new InvalidRequestException(
                field,
                what + " is beyond the name constraints of the signer or of one above it (RFC 5280, section 4.2.1.10)");
    }
}
