package io.leasehold.pki.internal.name;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes names of hosts ASCII (RFC 5890): a label with other characters becomes {@code xn--} and its encoding. Nothing is mapped
 * first, in particular no capitals: what a name would have to be mapped for is refused, because no client would ever match it.
 */
final class Idna {

    private static final String PREFIX = "xn--";

    private static final int LONGEST_LABEL = 63;

    private Idna() {}

    /**
     * Encodes a name, or an e-mail address, of which only the domain is.
     *
     * @return the name, the same object when there is nothing to do; empty when it cannot be encoded
     */
    static Optional<String> encode(String name) {
        String encoded = encodeOrNull(name);
        return Optional.ofNullable(encoded);
    }

    /** Like {@link #encode}, for the path on which every allocation counts; null when it cannot be encoded. */
    static @Nullable String encodeOrNull(String name) {
        if (Ascii.isAscii(name) && !mayBeEncoded(name)) {
            return name;
        }
        int domain = name.lastIndexOf('@') + 1;
        StringBuilder encoded = new StringBuilder(name.length() + 16).append(name, 0, domain);
        int start = domain;
        while (true) {
            int dot = name.indexOf('.', start);
            String label = label(name.substring(start, dot < 0 ? name.length() : dot));
            if (label == null) {
                return null;
            }
            encoded.append(label);
            if (dot < 0) {
                return encoded.toString();
            }
            encoded.append('.');
            start = dot + 1;
        }
    }

    /** Why a name cannot be encoded. */
    static String problem(String name) {
        for (String label : name.substring(name.lastIndexOf('@') + 1).split("\\.", -1)) {
            if (label(label) != null) {
                continue;
            }
            if (label.length() > LONGEST_LABEL) {
                return "its label " + Shown.quoted(label) + " is longer than 63 characters";
            }
            if (isPrefixed(label)) {
                return "its label " + Shown.quoted(label) + " begins with xn-- and is no encoded label (RFC 5890)";
            }
            String lower = label.toLowerCase(Locale.ROOT);
            return "its label " + Shown.quoted(label) + " has characters that no name of a host may have (RFC 5892)"
                    + (label(lower) != null ? ": write it in small letters" : "");
        }
        return "it cannot be encoded";
    }

    /** Whether a label may begin with the prefix. */
    private static boolean mayBeEncoded(String name) {
        for (int at = name.indexOf("--"); at >= 0; at = name.indexOf("--", at + 1)) {
            if (at >= 2 && (name.charAt(at - 1) | 0x20) == 'n' && (name.charAt(at - 2) | 0x20) == 'x') {
                return true;
            }
        }
        return false;
    }

    private static boolean isPrefixed(String label) {
        return label.length() >= PREFIX.length()
                && Ascii.equalsIgnoringCase(label.substring(0, PREFIX.length()), PREFIX);
    }

    private static @Nullable String label(String label) {
        if (Ascii.isAscii(label)) {
            return !isPrefixed(label) || isEncoding(label) ? label : null;
        }
        if (label.length() > LONGEST_LABEL || !isHostLabel(label)) {
            return null;
        }
        String encoded = PREFIX + Punycode.encode(label);
        return encoded.length() > LONGEST_LABEL ? null : encoded;
    }

    /** Whether an encoded label is the encoding of something in normal form. What characters it has is up to who encoded it. */
    private static boolean isEncoding(String label) {
        if (label.length() > LONGEST_LABEL) {
            return false;
        }
        String encoding = label.substring(PREFIX.length());
        String decoded = Punycode.decode(encoding);
        return decoded != null
                && !Ascii.isAscii(decoded)
                && Normalizer.isNormalized(decoded, Normalizer.Form.NFC)
                && Ascii.equalsIgnoringCase(Punycode.encode(decoded), encoding);
    }

    /** Letters, digits and marks that stay what they are when normalised and put into small letters (RFC 5892, section 2). */
    private static boolean isHostLabel(String label) {
        boolean begins = true;
        for (int i = 0; i < label.length(); ) {
            int c = label.codePointAt(i);
            i += Character.charCount(c);
            boolean fits = switch (Character.getType(c)) {
                case Character.LOWERCASE_LETTER,
                        Character.OTHER_LETTER,
                        Character.MODIFIER_LETTER,
                        Character.DECIMAL_DIGIT_NUMBER -> true;
                case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> !begins;
                default -> c == '-' && !begins && i < label.length();
            };
            // ASCII capitals stay as they are: a name's labels of ASCII are not mapped either.
            if (!fits && !(c >= 'A' && c <= 'Z')) {
                return false;
            }
            begins = false;
        }
        String folded = asciiLower(label);
        String normal = Normalizer.normalize(folded, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(normal, Normalizer.Form.NFKC).equals(folded);
    }

    private static String asciiLower(String label) {
        StringBuilder lower = new StringBuilder(label);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return lower.toString();
    }
}
