package io.leasehold.pki.internal.crl;

import io.leasehold.pki.internal.record.RevokedRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.Time;

/**
 * One line of a list, encoded once and kept between builds. Immutable; nobody changes the octets.
 *
 * @param serial the certificate's serial
 * @param der the line (RFC 5280, section 5.1.2.6)
 * @param issuerId the UUID of the certificate's issuer, empty when it is not known
 * @param revokedAt when it was revoked, in seconds since 1970
 * @param notAfter until when the certificate is valid, in seconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // there may be many thousands: a list of bytes would cost ten times as much
record CrlEntry(BigInteger serial, byte[] der, String issuerId, long revokedAt, long notAfter) {

    static CrlEntry of(BigInteger serial, RevokedRecord record) {
        List<byte[]> parts = new ArrayList<>(3);
        parts.add(Der.of(new ASN1Integer(serial)));
        parts.add(Der.of(new Time(Date.from(Instant.ofEpochSecond(record.revokedAt())))));
        if (record.reason() != 0) {
            Extension reason = new Extension(Extension.reasonCode, false, Der.of(new ASN1Enumerated(record.reason())));
            parts.add(Der.of(new Extensions(reason)));
        }
        return new CrlEntry(
                serial, Der.sequence(parts), record.issuerId().intern(), record.revokedAt(), record.notAfter());
    }

    @Override
    public String toString() {
        return "CrlEntry[" + serial.toString(16) + "]";
    }
}
