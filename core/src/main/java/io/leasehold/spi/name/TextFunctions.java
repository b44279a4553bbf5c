package io.leasehold.spi.name;

import io.leasehold.internal.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The functions on texts, each with its effect on the random bits.
 *
 * <ul>
 *   <li>Cutting keeps the bits of what is kept.
 *   <li>Changing the case, and replacing by a text of the same length, maps at most two characters to one: one bit is lost
 *       for each random character. Replacing by another length makes the bits uncountable: none are counted.
 *   <li>The first n digits of a hash carry 4n bits or as many as went in, whichever is less, minus one: texts meet by chance
 *       as often as two equal draws do.
 *   <li>Encodings count a byte's bits where its encoding is complete; decodings count none.
 * </ul>
 */
final class TextFunctions {

    private static final int HASH_DIGITS = 8;
    private static final double BITS_OF_HEX_DIGIT = 4;

    private TextFunctions() {}

    static TracedText truncate(int length, TracedText text) {
        return text.range(0, Math.min(length, text.length()));
    }

    static TracedText truncateSha256(int length, TracedText text) {
        if (text.length() <= length) {
            return text;
        }
        int kept = length - HASH_DIGITS;
        return text.range(0, kept).plus(sha256(text.range(kept, text.length())).range(0, HASH_DIGITS));
    }

    static TracedText upperCase(TracedText text) {
        return text.merged(text.text().toUpperCase(Locale.ROOT));
    }

    static TracedText lowerCase(TracedText text) {
        return text.merged(text.text().toLowerCase(Locale.ROOT));
    }

    static TracedText replace(String search, String replacement, TracedText text) {
        boolean sameLength = search.length() == replacement.length();
        // Random characters are letters, digits and the signs of base64. Any other sign in the search text
        // stands outside of them, so that a match can reach into them only from there.
        boolean reachesFromOutside = !search.chars().allMatch(TextFunctions::canBeRandom);
        TracedText counted;
        if (!text.hasRandom()) {
            counted = text;
        } else if (reachesFromOutside) {
            counted = text.without(i -> isNearFixed(text, i, search.length() - 1));
        } else if (sameLength) {
            counted = text.merged(text.text());
        } else {
            counted = text.without(i -> true);
        }
        return replaced(search, replacement, counted, sameLength);
    }

    private static TracedText replaced(String search, String replacement, TracedText text, boolean sameLength) {
        TracedText result = TracedText.fixed("");
        int at = 0;
        for (int hit = text.text().indexOf(search); hit >= 0; hit = text.text().indexOf(search, at)) {
            TracedText inserted = sameLength
                    ? text.range(hit, hit + search.length()).relabelled(replacement)
                    : TracedText.fixed(replacement);
            result = result.plus(text.range(at, hit)).plus(inserted);
            at = hit + search.length();
        }
        return result.plus(text.range(at, text.length()));
    }

    private static boolean canBeRandom(int c) {
        return (c < 0x80 && Character.isLetterOrDigit(c)) || c == '+' || c == '/' || c == '=';
    }

    private static boolean isNearFixed(TracedText text, int index, int reach) {
        for (int i = Math.max(0, index - reach); i <= Math.min(text.length() - 1, index + reach); i++) {
            if (!text.isRandom(i)) {
                return true;
            }
        }
        return false;
    }

    static TracedText sha256(TracedText text) {
        String digits = HexFormat.of().formatHex(Sha256.of(bytes(text)));
        double[] bits = new double[digits.length()];
        double left = Math.max(0, text.bits() - 1);
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Math.min(i == 0 ? BITS_OF_HEX_DIGIT - 1 : BITS_OF_HEX_DIGIT, left);
            left -= bits[i];
        }
        return text.derived(digits, bits);
    }

    static TracedText hex(TracedText text) {
        double[] bits = new double[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            bits[i * 2 + 1] = text.bitsAt(i);
        }
        return text.derived(HexFormat.of().formatHex(bytes(text)), bits);
    }

    static TracedText base64(TracedText text) {
        String encoded = Base64.getEncoder().encodeToString(bytes(text));
        double[] bits = new double[encoded.length()];
        for (int i = 0; i < text.length(); i++) {
            bits[i / 3 * 4 + i % 3 + 1] = text.bitsAt(i);
        }
        return text.derived(encoded, bits);
    }

    static TracedText decodeHex(TracedText text) {
        return decoded(HexFormat.of().parseHex(text.text()));
    }

    static TracedText decodeBase64(TracedText text) {
        return decoded(Base64.getDecoder().decode(bytes(text)));
    }

    private static TracedText decoded(byte[] bytes) {
        return TracedText.fixed(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(TracedText text) {
        return text.text().getBytes(StandardCharsets.ISO_8859_1);
    }
}
