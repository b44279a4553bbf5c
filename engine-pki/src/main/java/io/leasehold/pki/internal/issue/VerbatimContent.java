package io.leasehold.pki.internal.issue;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.x509.ExtensionSet;
import io.leasehold.pki.internal.x509.IssuersWord;
import io.leasehold.pki.internal.x509.SigningRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/**
 * The extensions that signing verbatim takes from a request for signing. A copy is never an authority, and says nothing about its
 * issuer that the issuer does not say.
 *
 * @param extensions the extensions, one of each kind, without the alternative names
 * @param names the alternative names
 * @param warnings what was left out
 */
record VerbatimContent(List<Extension> extensions, List<GeneralName> names, List<String> warnings) {

    /** What its issuer says: who it is and where to look. */
    private static final Set<ASN1ObjectIdentifier> OF_ISSUER = Set.of(
            Extension.authorityKeyIdentifier,
            Extension.subjectKeyIdentifier,
            Extension.authorityInfoAccess,
            Extension.cRLDistributionPoints,
            Extension.freshestCRL,
            Extension.issuerAlternativeName);

    /** RFC 5280, sections 4.2.1.5 and 4.2.1.9 to 4.2.1.14: what only authorities have. */
    private static final Set<ASN1ObjectIdentifier> OF_AUTHORITIES = Set.of(
            Extension.basicConstraints,
            Extension.nameConstraints,
            Extension.policyMappings,
            Extension.policyConstraints,
            Extension.inhibitAnyPolicy,
            MiscObjectIdentifiers.netscapeCertType);

    private static final int SIGNING = KeyUsage.keyCertSign | KeyUsage.cRLSign;

    static VerbatimContent of(SigningRequest request) {
        ExtensionSet set = new ExtensionSet();
        List<String> warnings = new ArrayList<>();
        Set<String> left = new LinkedHashSet<>();
        List<GeneralName> names = List.of();
        for (ASN1ObjectIdentifier id : request.extensions().getExtensionOIDs()) {
            Extension extension = request.extensions().getExtension(id);
            if (OF_ISSUER.contains(id) || IssuersWord.is(id) || OF_AUTHORITIES.contains(id)) {
                left.add(id.equals(Extension.basicConstraints) ? "basicConstraints" : id.getId());
            } else if (id.equals(Extension.subjectAlternativeName)) {
                names = List.of(read(
                        id,
                        () -> GeneralNames.getInstance(extension.getParsedValue())
                                .getNames()));
            } else if (id.equals(Extension.keyUsage)) {
                usage(extension, warnings).ifPresent(usage -> set.add(id, true, usage));
            } else if (id.equals(Extension.extendedKeyUsage)) {
                purposes(extension, warnings).ifPresent(usage -> set.add(id, extension.isCritical(), usage));
            } else {
                if (id.equals(Extension.certificatePolicies)) {
                    read(id, () -> CertificatePolicies.getInstance(extension.getParsedValue()));
                }
                set.add(extension);
            }
        }
        if (!left.isEmpty()) {
            warnings.add(
                    "csr: these extensions are ignored, because they are the issuer's to decide or only authorities have them: "
                            + String.join(", ", left));
        }
        return new VerbatimContent(set.all(), names, warnings);
    }

    private static Optional<KeyUsage> usage(Extension extension, List<String> warnings) {
        KeyUsage asked = read(Extension.keyUsage, () -> KeyUsage.getInstance(extension.getParsedValue()));
        byte[] octets = asked.getBytes();
        int bits = octets.length == 0 ? 0 : octets[0] & 0xff;
        bits |= octets.length > 1 ? (octets[1] & 0xff) << 8 : 0;
        if ((bits & SIGNING) != 0) {
            warnings.add("csr: keyCertSign and cRLSign are left out of its keyUsage, which only authorities have");
        }
        int left = bits & ~SIGNING;
        return left == 0 ? Optional.empty() : Optional.of(new KeyUsage(left));
    }

    private static Optional<ExtendedKeyUsage> purposes(Extension extension, List<String> warnings) {
        ExtendedKeyUsage asked =
                read(Extension.extendedKeyUsage, () -> ExtendedKeyUsage.getInstance(extension.getParsedValue()));
        if (IssuersWord.isIn(asked)) {
            warnings.add("csr: OCSPSigning is left out of its extKeyUsage: a role can grant it, a request cannot");
        }
        return IssuersWord.without(asked);
    }

    private interface Parsing<T> {
        @Nullable
        T parse() throws IOException;
    }

    /** Bouncy Castle throws whatever it runs into. */
    private static <T> T read(ASN1ObjectIdentifier id, Parsing<T> parsing) {
        try {
            T parsed = parsing.parse();
            if (parsed != null) {
                return parsed;
            }
        } catch (IOException | RuntimeException malformed) {
            // Told below.
        }
        throw new InvalidRequestException("csr", "its extension " + id + " cannot be read");
    }
}
