package io.leasehold.pki.internal.name;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses, without ever asking a name server. */
final class IpText {

    private static final int LONGEST = 45;
    private static final int GROUPS = 8;

    private IpText() {}

    /**
     * Reads an address: dotted decimals without leading zeros, or IPv6 as in RFC 4291, section 2.2, without zones.
     *
     * @return 4 octets, also for an IPv4 address in IPv6's clothes, or 16; null when it is none
     */
    static byte @Nullable [] parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        if (text.indexOf(':') < 0) {
            return v4(text);
        }
        byte[] address = v6(text);
        return address != null && isMapped(address) ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    /** Whether a text is four numbers with dots between and perhaps one at the end, so that it is no name of a host. */
    static boolean looksLikeV4(String text) {
        int numbers = 1;
        int digits = 0;
        int length = text.endsWith(".") ? text.length() - 1 : text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.' && digits > 0) {
                numbers++;
                digits = 0;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                return false;
            }
        }
        return numbers == 4 && digits > 0;
    }

    private static byte @Nullable [] v4(String text) {
        byte[] address = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int start = at;
            int value = 0;
            while (at < text.length() && at - start < 3 && isDigit(text.charAt(at))) {
                value = value * 10 + (text.charAt(at++) - '0');
            }
            boolean zeroed = at - start > 1 && text.charAt(start) == '0';
            if (at == start || value > 255 || zeroed) {
                return null;
            }
            address[i] = (byte) value;
            if (i < 3 && (at >= text.length() || text.charAt(at++) != '.')) {
                return null;
            }
        }
        return at == text.length() ? address : null;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, GROUPS);
        }
        byte[] head = groups(text.substring(0, gap), -1);
        byte[] tail = groups(text.substring(gap + 2), -1);
        if (head == null || tail == null || head.length + tail.length > (GROUPS - 1) * 2 || endsInV4(text, gap)) {
            return null;
        }
        byte[] address = Arrays.copyOf(head, GROUPS * 2);
        System.arraycopy(tail, 0, address, address.length - tail.length, tail.length);
        return address;
    }

    /** Dotted decimals can only stand at the very end. */
    private static boolean endsInV4(String text, int gap) {
        return text.lastIndexOf('.', gap) >= 0;
    }

    /** Groups of hexadecimal digits, the last two perhaps as dotted decimals; exactly so many, or any number if -1. */
    private static byte @Nullable [] groups(String text, int expected) {
        if (text.isEmpty()) {
            return expected < 0 ? new byte[0] : null;
        }
        String[] parts = text.split(":", -1);
        boolean dotted = parts[parts.length - 1].indexOf('.') >= 0;
        int groups = dotted ? parts.length + 1 : parts.length;
        if (groups > GROUPS || (expected >= 0 && groups != expected)) {
            return null;
        }
        byte[] octets = new byte[groups * 2];
        for (int i = 0; i < (dotted ? parts.length - 1 : parts.length); i++) {
            int value = hex(parts[i]);
            if (value < 0) {
                return null;
            }
            octets[2 * i] = (byte) (value >> 8);
            octets[2 * i + 1] = (byte) value;
        }
        if (dotted) {
            byte[] last = v4(parts[parts.length - 1]);
            if (last == null) {
                return null;
            }
            System.arraycopy(last, 0, octets, octets.length - 4, 4);
        }
        return octets;
    }

    private static int hex(String group) {
        if (group.isEmpty() || group.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private static boolean isMapped(byte[] address) {
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[10] == -1 && address[11] == -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
