package io.leasehold.pki.internal.x509;

import io.leasehold.pki.internal.crypto.SigningKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * What a certificate says, before it is signed, with its parts encoded already: most of them are the same for many certificates.
 *
 * @param serial its serial number
 * @param issuer who signs, in DER; not to be written to, as all that is in DER here
 * @param notBefore from when it is valid; written in whole seconds
 * @param notAfter until when it is valid; written in whole seconds
 * @param subject whom it is about, in DER
 * @param key the subject's key, in DER
 * @param extensions its extensions
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CertificateParts(
        BigInteger serial,
        byte[] issuer,
        Instant notBefore,
        Instant notAfter,
        byte[] subject,
        byte[] key,
        List<EncodedExtension> extensions) {

    /**
     * Signs it.
     *
     * @param signer the issuer's key
     * @return the certificate in DER
     */
    public byte[] sign(SigningKey signer) {
        byte[] algorithm = signer.identifier();
        byte[] content = Der.sequence(
                Der.VERSION_3,
                Der.integer(serial),
                algorithm,
                issuer,
                Der.sequence(Der.time(notBefore), Der.time(notAfter)),
                subject,
                key,
                Der.tagged(3, Der.sequence(encodedExtensions())));
        return Der.sequence(content, algorithm, Der.bits(signer.sign(content)));
    }

    private byte[][] encodedExtensions() {
        byte[][] encoded = new byte[extensions.size()][];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = extensions.get(i).der();
        }
        return encoded;
    }
}
