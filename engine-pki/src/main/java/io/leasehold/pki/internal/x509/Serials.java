package io.leasehold.pki.internal.x509;

import io.leasehold.error.InvalidRequestException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Serial numbers (RFC 5280, section 4.1.2.2): positive, at most 20 octets. Pure functions. */
public final class Serials {

    private static final int BITS = 159;
    private static final int OCTETS = 20;
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern JOINED = Pattern.compile("[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2})*");

    private Serials() {}

    /**
     * Draws one.
     *
     * @param random the source
     * @return a positive number below 2^159
     */
    public static BigInteger random(SecureRandom random) {
        BigInteger drawn;
        do {
            drawn = new BigInteger(BITS, random);
        } while (drawn.signum() == 0);
        return drawn;
    }

    /**
     * Writes one.
     *
     * @param serial a positive number
     * @return lower-case octets joined by colons, without a sign octet
     */
    public static String text(BigInteger serial) {
        return joined(serial, ':');
    }

    /**
     * Writes one as a part of a path.
     *
     * @param serial a positive number
     * @return lower-case octets joined by hyphens
     */
    public static String path(BigInteger serial) {
        return joined(serial, '-');
    }

    /** By hand, because each certificate has its serial written twice. */
    private static String joined(BigInteger serial, char delimiter) {
        byte[] octets = serial.toByteArray();
        int from = octets.length > 1 && octets[0] == 0 ? 1 : 0;
        StringBuilder text = new StringBuilder(3 * octets.length);
        for (int i = from; i < octets.length; i++) {
            if (i > from) {
                text.append(delimiter);
            }
            text.append(HEX.toHighHexDigit(octets[i])).append(HEX.toLowHexDigit(octets[i]));
        }
        return text.toString();
    }

    /**
     * Reads one.
     *
     * @param field where it comes from, for errors
     * @param text octets in hexadecimal, each two digits and joined by colons or hyphens, or not joined at all, in any case
     * @return the number
     * @throws InvalidRequestException when it is none
     */
    public static BigInteger parse(String field, String text) {
        boolean joined = text.indexOf(':') >= 0 || text.indexOf('-') >= 0;
        // 1:23 could be two numbers, of which only one can be meant.
        boolean unfit =
                text.length() > 3 * OCTETS || (joined && !JOINED.matcher(text).matches());
        String digits = unfit ? "" : text.replace(":", "").replace("-", "");
        boolean hex = !digits.isEmpty() && digits.chars().allMatch(Serials::isHexDigit);
        BigInteger serial = hex ? new BigInteger(digits, 16) : BigInteger.ZERO;
        if (serial.signum() <= 0 || serial.bitLength() > 8 * OCTETS) {
            throw new InvalidRequestException(
                    field, "is no serial number: give its octets in hexadecimal, joined by colons or hyphens");
        }
        return serial;
    }

    private static boolean isHexDigit(int character) {
        return HexFormat.isHexDigit(character);
    }
}
