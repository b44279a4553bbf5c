package io.leasehold.secret;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A secret text inside the library: copied in and out, wipeable, compared in constant time, and redacted in every text
 * form. It becomes a {@link String} only at a driver's edge, through {@link #reveal()}, so that each exposure can be
 * searched for. Deliberately without {@code equals} by content, {@code hashCode} by content or serialisation.
 *
 * <p>Thread-safe. A wiped text throws {@link IllegalStateException} when revealed.
 */
public final class SecretText implements AutoCloseable {

    private final char[] value;
    private boolean wiped;

    private SecretText(char[] value) {
        this.value = value;
    }

    /**
     * Takes a copy of a text.
     *
     * @param text the secret
     * @return the wipeable copy
     */
    public static SecretText of(CharSequence text) {
        char[] copy = new char[text.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = text.charAt(i);
        }
        return new SecretText(copy);
    }

    /**
     * The secret as a string, for the one call that hands it to a driver or to the caller.
     *
     * @return the clear text
     * @throws IllegalStateException when it was wiped
     */
    public synchronized String reveal() {
        if (wiped) {
            throw new IllegalStateException("this secret was wiped");
        }
        return new String(value);
    }

    /**
     * Compares in time that depends on the lengths only.
     *
     * @param other the text to compare with
     * @return true when both hold the same characters
     */
    public synchronized boolean matches(CharSequence other) {
        if (wiped) {
            throw new IllegalStateException("this secret was wiped");
        }
        byte[] mine = StandardCharsets.UTF_8.encode(CharBuffer.wrap(value)).array();
        byte[] theirs = StandardCharsets.UTF_8.encode(CharBuffer.wrap(other)).array();
        try {
            return MessageDigest.isEqual(mine, theirs);
        } finally {
            Arrays.fill(mine, (byte) 0);
            Arrays.fill(theirs, (byte) 0);
        }
    }

    /** Overwrites the characters. May be called repeatedly. */
    @Override
    public synchronized void close() {
        Arrays.fill(value, '\0');
        wiped = true;
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
