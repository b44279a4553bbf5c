package io.leasehold.pki.internal.x509;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Puts encoded parts together by the distinguished encoding rules (X.690). Certificates are put together here rather than as objects, because
 * each part is then encoded once, and the content that is signed is the content that is sent. Pure functions.
 */
final class Der {

    /** {@code [0] EXPLICIT INTEGER 2}: what a certificate with extensions begins with. Not to be written to. */
    static final byte[] VERSION_3 = {(byte) 0xa0, 3, 2, 1, 2};

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int TAGGED = 0xa0;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return constructed(SEQUENCE, parts);
    }

    /** A part in an explicit tag. */
    static byte[] tagged(int tag, byte[] part) {
        return constructed(TAGGED | tag, part);
    }

    static byte[] integer(BigInteger value) {
        return constructed(INTEGER, value.toByteArray());
    }

    static byte[] octets(byte[] octets) {
        return constructed(OCTET_STRING, octets);
    }

    /** Bits without unused ones. */
    static byte[] bits(byte[] octets) {
        return constructed(BIT_STRING, new byte[1], octets);
    }

    /**
     * The key itself in an encoded public key (RFC 5280, section 4.1.2.7): what is in the bit string behind the algorithm. For keys
     * whose encoding is known to be right, of which no more is wanted than this.
     */
    static byte[] keyBits(byte[] key) {
        int algorithm = content(key, 0, SEQUENCE);
        int bits = content(key, algorithm, SEQUENCE) + length(key, algorithm);
        return Arrays.copyOfRange(key, content(key, bits, BIT_STRING) + 1, key.length);
    }

    /** Where the content of a value begins. */
    private static int content(byte[] der, int at, int tag) {
        if (der[at] != tag) {
            throw new IllegalArgumentException("no encoded public key");
        }
        return at + 2 + (der[at + 1] >= 0 ? 0 : der[at + 1] & 0x7f);
    }

    private static int length(byte[] der, int at) {
        if (der[at + 1] >= 0) {
            return der[at + 1];
        }
        int length = 0;
        for (int i = 0; i < (der[at + 1] & 0x7f); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }

    /** RFC 5280, section 4.1.2.5: two digits of the year until 2049, four from 2050, and no fractions. */
    static byte[] time(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        int year = time.getYear();
        boolean shortYear = year >= 1950 && year < 2050;
        byte[] text = new byte[shortYear ? 13 : 15];
        int at = shortYear ? 0 : two(text, 0, year / 100);
        at = two(text, at, year % 100);
        at = two(text, at, time.getMonthValue());
        at = two(text, at, time.getDayOfMonth());
        at = two(text, at, time.getHour());
        at = two(text, at, time.getMinute());
        at = two(text, at, time.getSecond());
        text[at] = 'Z';
        return constructed(shortYear ? UTC_TIME : GENERALIZED_TIME, text);
    }

    /** Writes two digits, and says where it goes on. */
    private static int two(byte[] text, int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }

    private static byte[] constructed(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        int octets = length < 0x80 ? 0 : (39 - Integer.numberOfLeadingZeros(length)) / 8;
        byte[] encoded = new byte[2 + octets + length];
        encoded[0] = (byte) tag;
        encoded[1] = (byte) (octets == 0 ? length : 0x80 | octets);
        for (int i = 0; i < octets; i++) {
            encoded[2 + i] = (byte) (length >> (8 * (octets - 1 - i)));
        }
        int at = 2 + octets;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, encoded, at, part.length);
            at += part.length;
        }
        return encoded;
    }
}
