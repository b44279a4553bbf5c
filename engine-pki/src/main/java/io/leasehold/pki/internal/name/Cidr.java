package io.leasehold.pki.internal.name;

import java.util.Optional;

/** A network of IP addresses. Immutable. */
final class Cidr {

    private final String text;
    private final byte[] address;
    private final int length;

    private Cidr(String text, byte[] address, int length) {
        this.text = text;
        this.address = address;
        this.length = length;
    }

    /** Reads a network such as {@code 10.0.0.0/8} (RFC 4632, section 3.1); bits after its length do not count. */
    static Optional<Cidr> of(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        byte[] address = IpText.parse(text.substring(0, slash));
        int length = number(text.substring(slash + 1));
        if (address == null || length < 0) {
            return Optional.empty();
        }
        // An IPv4 network may be written as a part of ::ffff:0:0/96.
        boolean mapped = address.length == 4 && text.lastIndexOf(':', slash) >= 0;
        int own = mapped ? length - 96 : length;
        return own < 0 || own > address.length * 8 ? Optional.empty() : Optional.of(new Cidr(text, address, own));
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(digits);
    }

    /** As it was written. */
    String text() {
        return text;
    }

    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit += 8) {
            int mask = length - bit >= 8 ? 0xff : 0xff << (8 - (length - bit)) & 0xff;
            if ((other[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
