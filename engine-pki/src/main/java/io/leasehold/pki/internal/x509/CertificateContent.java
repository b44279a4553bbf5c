package io.leasehold.pki.internal.x509;

import io.leasehold.pki.internal.crypto.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What a certificate says, before it is signed.
 *
 * @param serial its serial number
 * @param issuer who signs, as the issuer's own certificate has it, byte for byte
 * @param notBefore from when it is valid; written in whole seconds
 * @param notAfter until when it is valid; written in whole seconds
 * @param subject whom it is about
 * @param key the subject's key
 * @param extensions its extensions
 */
public record CertificateContent(
        BigInteger serial,
        X500Name issuer,
        Instant notBefore,
        Instant notAfter,
        X500Name subject,
        SubjectPublicKeyInfo key,
        Extensions extensions) {

    /**
     * Signs it.
     *
     * @param signer the issuer's key
     * @return the certificate in DER
     */
    public byte[] sign(SigningKey signer) {
        try {
            List<EncodedExtension> encoded = new ArrayList<>();
            for (ASN1ObjectIdentifier id : extensions.getExtensionOIDs()) {
                encoded.add(EncodedExtension.of(extensions.getExtension(id)));
            }
            return new CertificateParts(
                            serial,
                            issuer.getEncoded(ASN1Encoding.DER),
                            notBefore,
                            notAfter,
                            subject.getEncoded(ASN1Encoding.DER),
                            key.getEncoded(ASN1Encoding.DER),
                            encoded)
                    .sign(signer);
        } catch (IOException e) {
            throw new IllegalArgumentException("a certificate cannot be encoded", e);
        }
    }
}
