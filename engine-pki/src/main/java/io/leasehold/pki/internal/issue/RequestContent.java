package io.leasehold.pki.internal.issue;

import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.name.CsrNames;
import io.leasehold.pki.internal.name.RequestedNames;
import io.leasehold.pki.internal.role.RoleRules;
import io.leasehold.pki.internal.x509.AltNames;
import io.leasehold.pki.internal.x509.SigningRequest;
import io.leasehold.pki.internal.x509.SubjectName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** What a request for signing says, for roles. Pure functions. */
public final class RequestContent {

    private RequestContent() {}

    /**
     * Reads requests for signing for a dry run.
     *
     * @param crypto verifies their signatures
     * @return the reader
     */
    public static CsrNames reader(Crypto crypto) {
        return pem -> {
            SigningRequest request = SigningRequest.read(pem, crypto);
            return new CsrNames.Content(
                    names(request),
                    request.kind().type().spelling(),
                    request.kind().bits());
        };
    }

    static RequestedNames names(SigningRequest request) {
        AltNames names = request.altNames();
        return new RequestedNames(
                request.subjectValue(BCStyle.CN).orElse(""),
                names.dns(),
                names.emails(),
                names.ips(),
                names.uris(),
                names.others(),
                request.subjectValue(BCStyle.SERIALNUMBER).orElse(""),
                request.subjectValues(SubjectName.UID),
                false,
                true);
    }

    /** What of it a role does not take. */
    static List<String> ignored(SigningRequest request, RoleRules rules) {
        List<String> warnings = new ArrayList<>();
        Set<String> parts = ignoredParts(request, rules);
        if (!parts.isEmpty()) {
            warnings.add(
                    "csr: " + String.join(", ", parts)
                            + " of its subject ignored: the fields of the role rule, and sign-verbatim takes subjects as they are");
        }
        if (request.asksForBasicConstraints()) {
            warnings.add("csr: its basicConstraints are ignored: who is an authority is decided here");
        }
        List<String> unsupported = request.altNames().unsupported();
        if (rules.role().useCsrSans() && !unsupported.isEmpty()) {
            warnings.add("csr: its alternative names of these kinds are ignored: "
                    + String.join(", ", new LinkedHashSet<>(unsupported)));
        }
        return warnings;
    }

    private static Set<String> ignoredParts(SigningRequest request, RoleRules rules) {
        Map<ASN1ObjectIdentifier, List<String>> ofRole = Map.of(
                BCStyle.C, rules.role().country(),
                BCStyle.O, rules.role().organization(),
                BCStyle.OU, rules.role().ou(),
                BCStyle.L, rules.role().locality(),
                BCStyle.ST, rules.role().province(),
                BCStyle.STREET, rules.role().streetAddress(),
                BCStyle.POSTAL_CODE, rules.role().postalCode());
        Set<String> ignored = new LinkedHashSet<>();
        for (RDN part : request.subject().getRDNs()) {
            for (AttributeTypeAndValue each : part.getTypesAndValues()) {
                ASN1ObjectIdentifier type = each.getType();
                boolean taken = type.equals(BCStyle.SERIALNUMBER)
                        || type.equals(SubjectName.UID)
                        || (type.equals(BCStyle.CN) && rules.role().useCsrCommonName())
                        || (ofRole.containsKey(type)
                                && request.subjectValues(type).equals(ofRole.get(type)));
                if (!taken) {
                    String symbol = BCStyle.INSTANCE.oidToDisplayName(type);
                    ignored.add(symbol == null ? type.getId() : symbol);
                }
            }
        }
        return ignored;
    }
}
