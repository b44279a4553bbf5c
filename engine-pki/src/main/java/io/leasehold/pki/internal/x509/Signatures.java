package io.leasehold.pki.internal.x509;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Whether certificates are signed by whom they name. Pure functions. */
public final class Signatures {

    private Signatures() {}

    /**
     * Whether a certificate was signed with a key.
     *
     * @param certificate the certificate, from anybody
     * @param signer the key
     * @param crypto verifies
     * @return whether it was; false as well when something about it is not known
     */
    public static boolean isSignedBy(Certificate certificate, SubjectPublicKeyInfo signer, Crypto crypto) {
        var structure = certificate.holder().toASN1Structure();
        try {
            byte[] content = structure.getTBSCertificate().getEncoded(ASN1Encoding.DER);
            byte[] signature = structure.getSignature().getOctets();
            return SignatureScheme.of(structure.getSignatureAlgorithm())
                    .map(scheme ->
                            crypto.verifies(KeyKind.of(signer, "certificate"), signer, scheme, content, signature))
                    .orElse(false);
        } catch (IOException | InvalidRequestException notKnown) {
            return false;
        }
    }
}
