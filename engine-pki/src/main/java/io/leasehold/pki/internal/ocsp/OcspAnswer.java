package io.leasehold.pki.internal.ocsp;

import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.x509.KeyIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extensions;

/** Answers in DER (RFC 6960, section 4.2.1). The authority signs itself, so no certificate goes along. Pure functions. */
final class OcspAnswer {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private OcspAnswer() {}

    /** An answer that says only why there is none. */
    static byte[] error(int status) {
        return encode(new OCSPResponse(new OCSPResponseStatus(status), null));
    }

    static byte[] signed(
            Issuer signer, SigningKey key, OcspRequest request, OcspStatus status, Instant now, Duration expiry) {
        ASN1GeneralizedTime made = time(now);
        SingleResponse single = new SingleResponse(
                request.certificate(),
                certStatus(status),
                made,
                expiry.isZero() ? null : time(now.plus(expiry)),
                (Extensions) null);
        ResponseData data = new ResponseData(
                new ResponderID(
                        new DEROctetString(KeyIds.of(signer.certificate().key()))),
                made,
                new DERSequence(single),
                request.nonce().map(Extensions::new).orElse(null));
        byte[] signature = key.sign(encode(data));
        BasicOCSPResponse answer =
                new BasicOCSPResponse(data, key.scheme().identifier(), new DERBitString(signature), null);
        return encode(new OCSPResponse(
                new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
                new ResponseBytes(OCSPObjectIdentifiers.id_pkix_ocsp_basic, new DEROctetString(encode(answer)))));
    }

    private static CertStatus certStatus(OcspStatus status) {
        if (status instanceof OcspStatus.Revoked revoked) {
            int reason = revoked.record().reason();
            return new CertStatus(new RevokedInfo(
                    time(Instant.ofEpochSecond(revoked.record().revokedAt())),
                    reason == 0 ? null : CRLReason.lookup(reason)));
        }
        return status instanceof OcspStatus.Good ? new CertStatus() : new CertStatus(2, DERNull.INSTANCE);
    }

    /** In whole seconds and UTC, as section 4.2.2.1 of RFC 6960 wants. */
    private static ASN1GeneralizedTime time(Instant instant) {
        return new DERGeneralizedTime(TIME.format(instant));
    }

    private static byte[] encode(ASN1Object value) {
        try {
            return value.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer cannot be encoded", e);
        }
    }
}
