package io.leasehold.pki.internal.name;

import org.jspecify.annotations.Nullable;

/** The encoding of labels (RFC 3492). For labels of bounded length: its cost grows with the square. */
final class Punycode {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST = 0x80;

    private Punycode() {}

    /** RFC 3492, section 6.3. */
    static String encode(String label) {
        int[] input = label.codePoints().toArray();
        StringBuilder output = new StringBuilder();
        for (int c : input) {
            if (c < FIRST) {
                output.append((char) c);
            }
        }
        int basic = output.length();
        int handled = basic;
        if (basic > 0) {
            output.append('-');
        }
        int n = FIRST;
        int delta = 0;
        int bias = FIRST_BIAS;
        while (handled < input.length) {
            int next = Integer.MAX_VALUE;
            for (int c : input) {
                next = c >= n && c < next ? c : next;
            }
            // Labels have 63 characters at most, so that this stays below 64 * 0x110000.
            delta += (next - n) * (handled + 1);
            n = next;
            for (int c : input) {
                if (c < n) {
                    delta++;
                }
                if (c == n) {
                    number(delta, bias, output);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return output.toString();
    }

    private static void number(int value, int bias, StringBuilder output) {
        int left = value;
        for (int k = BASE; ; k += BASE) {
            int t = threshold(k, bias);
            if (left < t) {
                output.append(digit(left));
                return;
            }
            output.append(digit(t + (left - t) % (BASE - t)));
            left = (left - t) / (BASE - t);
        }
    }

    /** RFC 3492, section 6.2; null when it is no encoding. */
    static @Nullable String decode(String encoded) {
        int delimiter = encoded.lastIndexOf('-');
        StringBuilder output = new StringBuilder(encoded.substring(0, Math.max(delimiter, 0)));
        int at = delimiter < 0 ? 0 : delimiter + 1;
        int n = FIRST;
        int bias = FIRST_BIAS;
        int count = output.length();
        long i = 0;
        while (at < encoded.length()) {
            long before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < encoded.length() ? value(encoded.charAt(at++)) : -1;
                if (digit < 0) {
                    return null;
                }
                i += digit * weight;
                if (i > Integer.MAX_VALUE) {
                    return null;
                }
                int t = threshold(k, bias);
                if (digit < t) {
                    break;
                }
                weight *= BASE - t;
                if (weight > Integer.MAX_VALUE) {
                    return null;
                }
            }
            count++;
            bias = adapt((int) (i - before), count, before == 0);
            n += (int) (i / count);
            i %= count;
            if (n > Character.MAX_CODE_POINT
                    || n < FIRST
                    || (n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE)) {
                return null;
            }
            output.insert(output.offsetByCodePoints(0, (int) i), Character.toChars(n));
            i++;
        }
        return output.toString();
    }

    private static int threshold(int k, int bias) {
        return Math.max(T_MIN, Math.min(T_MAX, k - bias));
    }

    private static int adapt(int delta, int points, boolean first) {
        int left = first ? delta / DAMP : delta / 2;
        left += left / points;
        int k = 0;
        while (left > (BASE - T_MIN) * T_MAX / 2) {
            left /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * left / (left + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int value(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
    }
}
