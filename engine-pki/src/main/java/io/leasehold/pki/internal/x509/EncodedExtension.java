package io.leasehold.pki.internal.x509;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/**
 * An extension that is encoded once, for many certificates.
 *
 * @param id its kind
 * @param der kind, criticality and value; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EncodedExtension(ASN1ObjectIdentifier id, byte[] der) {

    private static final byte[] SUBJECT_KEY_ID = encoded(Extension.subjectKeyIdentifier);

    /**
     * Encodes an extension.
     *
     * @param extension the extension
     * @return the same, encoded
     */
    public static EncodedExtension of(Extension extension) {
        try {
            return new EncodedExtension(extension.getExtnId(), extension.getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new IllegalArgumentException("an extension cannot be encoded", e);
        }
    }

    /**
     * The identifier of a subject's key, which is another one in each certificate and so put together here.
     *
     * @param key the key in DER
     * @return the extension, not critical
     */
    public static EncodedExtension subjectKeyId(byte[] key) {
        return new EncodedExtension(
                Extension.subjectKeyIdentifier,
                Der.sequence(SUBJECT_KEY_ID, Der.octets(Der.octets(KeyIds.ofBits(Der.keyBits(key))))));
    }

    private static byte[] encoded(ASN1ObjectIdentifier id) {
        try {
            return id.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("every identifier can be encoded", e);
        }
    }
}
