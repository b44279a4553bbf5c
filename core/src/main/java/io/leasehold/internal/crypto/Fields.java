package io.leasehold.internal.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Encodes a sequence of fields so that two different sequences of the same types never have the same bytes: texts and byte
 * strings carry their length. Numbers are big-endian. Not thread-safe.
 */
public final class Fields {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    /** Starts an empty sequence. */
    public Fields() {}

    /**
     * Adds a text, character by character: a charset would map malformed texts (lone surrogates) to one and the same bytes.
     *
     * @param text the text
     * @return this
     */
    public Fields text(String text) {
        ByteBuffer encoded = ByteBuffer.allocate(2 * text.length());
        encoded.asCharBuffer().put(text);
        return bytes(encoded.array());
    }

    /**
     * Adds bytes.
     *
     * @param bytes the bytes; copied
     * @return this
     */
    public Fields bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /**
     * Adds a number of four bytes.
     *
     * @param number the number
     * @return this
     */
    public Fields number(int number) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        return this;
    }

    /**
     * Adds a number of eight bytes.
     *
     * @param number the number
     * @return this
     */
    public Fields number(long number) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }

    /**
     * The encoding of what was added.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return out.toByteArray();
    }
}
