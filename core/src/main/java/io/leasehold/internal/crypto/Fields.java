package io.leasehold.internal.crypto;

import java.util.Arrays;

/**
 * Encodes a sequence of fields so that two different sequences of the same types never have the same bytes: texts and byte
 * strings carry their length. Numbers are big-endian. Not thread-safe.
 */
public final class Fields {

    private byte[] encoded = new byte[512];
    private int length;

    /** Starts an empty sequence. */
    public Fields() {}

    /**
     * Adds a text, character by character: a charset would map malformed texts (lone surrogates) to one and the same bytes.
     *
     * @param text the text
     * @return this
     */
    public Fields text(String text) {
        number(2 * text.length());
        int at = grow(2 * text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            encoded[at + 2 * i] = (byte) (character >> 8);
            encoded[at + 2 * i + 1] = (byte) character;
        }
        return this;
    }

    /**
     * Adds bytes.
     *
     * @param bytes the bytes; copied
     * @return this
     */
    public Fields bytes(byte[] bytes) {
        number(bytes.length);
        int at = grow(bytes.length);
        System.arraycopy(bytes, 0, encoded, at, bytes.length);
        return this;
    }

    /**
     * Adds a number of four bytes.
     *
     * @param number the number
     * @return this
     */
    public Fields number(int number) {
        int at = grow(Integer.BYTES);
        for (int i = 0; i < Integer.BYTES; i++) {
            encoded[at + i] = (byte) (number >> (8 * (Integer.BYTES - 1 - i)));
        }
        return this;
    }

    /**
     * Adds a number of eight bytes.
     *
     * @param number the number
     * @return this
     */
    public Fields number(long number) {
        return number((int) (number >> Integer.SIZE)).number((int) number);
    }

    /**
     * The encoding of what was added.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return Arrays.copyOf(encoded, length);
    }

    /** Makes room, and says where. */
    private int grow(int bytes) {
        int at = length;
        length = Math.addExact(length, bytes);
        if (length > encoded.length) {
            encoded = Arrays.copyOf(encoded, Math.max(length, 2 * encoded.length));
        }
        return at;
    }
}
