package io.leasehold.key;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.crypto.AesGcm;
import java.util.Arrays;
import java.util.Base64;

/** The text forms of a key. Works on bytes, so that no {@link String} with the key is left in memory. */
final class KeyText {

    /** What a text may be, for messages. */
    static final String EXPECTED = "32 random bytes as Base64 (44 characters) or hexadecimal (64 characters),"
            + " such as the output of: openssl rand -base64 32";

    private static final int HEX_LENGTH = 2 * AesGcm.KEY_BYTES;
    private static final int BASE64_LENGTH = 43;

    private KeyText() {}

    /**
     * Decodes a key.
     *
     * @param text ASCII text: hexadecimal, or Base64 in the standard or the URL alphabet (RFC 4648), padded or not; white
     *     space at the end is passed over
     * @param source where the text comes from, for messages
     * @return the key; the caller wipes it
     * @throws InvalidRequestException when it is none of that; the message holds no part of the text
     */
    static byte[] decode(byte[] text, String source) {
        int length = lengthWithoutTrailingSpace(text);
        byte[] key = length == HEX_LENGTH ? hex(text) : base64(text, length);
        if (key.length != AesGcm.KEY_BYTES) {
            Arrays.fill(key, (byte) 0);
            throw new InvalidRequestException(source + " holds no key: it must hold " + EXPECTED + ", and has " + length
                    + " characters" + (length == HEX_LENGTH ? " of which some are not hexadecimal" : ""));
        }
        return key;
    }

    /** Encodes a key as Base64 with a line end. */
    static byte[] encode(byte[] key) {
        byte[] text = Base64.getEncoder().encode(key);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        Arrays.fill(text, (byte) 0);
        return line;
    }

    private static int lengthWithoutTrailingSpace(byte[] text) {
        int length = text.length;
        while (length > 0 && (text[length - 1] == ' ' || (text[length - 1] >= '\t' && text[length - 1] <= '\r'))) {
            length--;
        }
        return length;
    }

    /** The key, or an empty array when a character is not hexadecimal. */
    private static byte[] hex(byte[] text) {
        byte[] key = new byte[AesGcm.KEY_BYTES];
        for (int i = 0; i < key.length; i++) {
            int high = Character.digit((char) text[2 * i], 16);
            int low = Character.digit((char) text[2 * i + 1], 16);
            if (high < 0 || low < 0) {
                Arrays.fill(key, (byte) 0);
                return new byte[0];
            }
            key[i] = (byte) (high << 4 | low);
        }
        return key;
    }

    /** The key, or an empty array when the text is not the Base64 form of one. */
    private static byte[] base64(byte[] text, int length) {
        boolean padded = length == BASE64_LENGTH + 1 && text[BASE64_LENGTH] == '=';
        if (length != BASE64_LENGTH && !padded) {
            return new byte[0];
        }
        byte[] standard = Arrays.copyOf(text, BASE64_LENGTH);
        for (int i = 0; i < standard.length; i++) {
            if (standard[i] == '-') {
                standard[i] = '+';
            } else if (standard[i] == '_') {
                standard[i] = '/';
            }
        }
        try {
            return Base64.getDecoder().decode(standard);
        } catch (IllegalArgumentException e) {
            // Not passed on as a cause: its message quotes a character of the text.
            return new byte[0];
        } finally {
            Arrays.fill(standard, (byte) 0);
        }
    }
}
