package io.leasehold.pki.internal.crl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;

/** Writes DER (X.690) from parts that are encoded already, so that a long list is copied and not taken apart. */
final class Der {

    private static final int SEQUENCE = 0x30;

    private Der() {}

    static byte[] of(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException("a value cannot be encoded", e);
        }
    }

    static byte[] sequence(List<byte[]> parts) {
        return tagged(SEQUENCE, parts);
    }

    static byte[] tagged(int tag, List<byte[]> parts) {
        int length = parts.stream().mapToInt(part -> part.length).reduce(0, Math::addExact);
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.addExact(length, 6));
        out.write(tag);
        length(out, length);
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** X.690, section 8.1.3: one octet below 128, else the number of octets and these. */
    private static void length(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        out.write(0x80 | octets);
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            out.write(length >>> shift);
        }
    }
}
