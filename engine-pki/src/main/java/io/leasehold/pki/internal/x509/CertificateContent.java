package io.leasehold.pki.internal.x509;

import io.leasehold.pki.internal.crypto.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

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
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(serial));
        generator.setSignature(signer.scheme().identifier());
        generator.setIssuer(issuer);
        generator.setStartDate(time(notBefore));
        generator.setEndDate(time(notAfter));
        generator.setSubject(subject);
        generator.setSubjectPublicKeyInfo(key);
        generator.setExtensions(extensions);
        try {
            var content = generator.generateTBSCertificate();
            byte[] signature = signer.sign(content.getEncoded(ASN1Encoding.DER));
            return new DERSequence(
                            new ASN1Encodable[] {content, signer.scheme().identifier(), new DERBitString(signature)})
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalArgumentException("a certificate cannot be encoded", e);
        }
    }

    /** RFC 5280, section 4.1.2.5: two digits of the year until 2049, four from 2050; Bouncy Castle's type does that. */
    private static Time time(Instant instant) {
        return new Time(Date.from(instant.truncatedTo(ChronoUnit.SECONDS)));
    }
}
