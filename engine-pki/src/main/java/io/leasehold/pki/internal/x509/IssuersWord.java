package io.leasehold.pki.internal.x509;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What only an issuer may say of a certificate: a request for signing that says so itself would speak for its issuer. */
public final class IssuersWord {

    /** RFC 6960, section 4.2.2.2.1, and RFC 6962, sections 3.1 and 3.3. */
    private static final Set<ASN1ObjectIdentifier> EXTENSIONS = Set.of(
            OCSPObjectIdentifiers.id_pkix_ocsp_nocheck,
            new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"),
            new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.3"));

    private IssuersWord() {}

    /**
     * Whether an extension is only the issuer's to give: that a responder of OCSP need not be checked, and what belongs to
     * certificate transparency.
     *
     * @param extension its identifier
     * @return whether it is
     */
    public static boolean is(ASN1ObjectIdentifier extension) {
        return EXTENSIONS.contains(extension);
    }

    /**
     * The purposes of a request without signing OCSP: who has that from an issuer may answer for that issuer (RFC 6960, section
     * 4.2.2.2).
     *
     * @param asked what the request asks for
     * @return what is left; empty when that is nothing
     */
    public static Optional<ExtendedKeyUsage> without(ExtendedKeyUsage asked) {
        KeyPurposeId[] left = Arrays.stream(asked.getUsages())
                .filter(purpose -> !purpose.equals(KeyPurposeId.id_kp_OCSPSigning))
                .toArray(KeyPurposeId[]::new);
        return left.length == 0 ? Optional.empty() : Optional.of(new ExtendedKeyUsage(left));
    }

    /**
     * Whether purposes contain signing OCSP.
     *
     * @param asked the purposes
     * @return whether they do
     */
    public static boolean isIn(ExtendedKeyUsage asked) {
        return asked.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning);
    }
}
