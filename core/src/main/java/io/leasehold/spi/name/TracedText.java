package io.leasehold.spi.name;

import java.util.Arrays;

/**
 * A text in which every character knows how many random bits it carries.
 *
 * <p>A character is <em>random</em> when it depends on a random draw. Bits are collision entropy: two names with n bits are
 * equal with a chance of at most 2 to the power of -n. Counted at a character is what the text up to and including it has
 * gained at least, so that cutting the end off takes away just the bits of what was cut. There are no variables in templates,
 * so every draw flows into the result once and bits may be added up.
 *
 * <p>Characters are ASCII or, after a decoding, bytes. Immutable.
 */
final class TracedText implements TemplateValue {

    private final String text;
    private final double[] bits;
    private final boolean[] random;

    private TracedText(String text, double[] bits, boolean[] random) {
        this.text = text;
        this.bits = bits;
        this.random = random;
    }

    @Override
    public boolean holds() {
        return !text.isEmpty();
    }

    @Override
    public TracedText shown() {
        return this;
    }

    /** A text that anyone may know. */
    static TracedText fixed(String text) {
        return new TracedText(text, new double[text.length()], new boolean[text.length()]);
    }

    /** A text of independent random characters that carry the same number of bits each. */
    static TracedText random(String text, double bitsEach) {
        double[] bits = new double[text.length()];
        boolean[] random = new boolean[text.length()];
        Arrays.fill(bits, bitsEach);
        Arrays.fill(random, true);
        return new TracedText(text, bits, random);
    }

    /**
     * A text computed from another one, in which the n-th character becomes known no earlier than with the n-th of these
     * bits.
     */
    TracedText derived(String result, double[] bitsOfResult) {
        boolean[] isRandom = new boolean[result.length()];
        Arrays.fill(isRandom, hasRandom());
        return new TracedText(result, bitsOfResult, isRandom);
    }

    /** The same number of characters, of which one may stand for two former ones. */
    TracedText merged(String result) {
        double[] left = bits.clone();
        double debt = 0;
        // A character may be too poor to pay for itself (its bits were counted at a later one): others pay for it.
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < left.length; i++) {
                debt += pass == 0 && random[i] ? 1 : 0;
                double paid = Math.min(left[i], debt);
                left[i] -= paid;
                debt -= paid;
            }
        }
        return new TracedText(result, left, random);
    }

    /** Other characters in the same places. */
    TracedText relabelled(String result) {
        return new TracedText(result, bits, random);
    }

    /** The same text with no bits counted at characters for which the predicate holds. */
    TracedText without(CharacterTest lost) {
        double[] left = bits.clone();
        for (int i = 0; i < left.length; i++) {
            left[i] = lost.test(i) ? 0 : left[i];
        }
        return new TracedText(text, left, random);
    }

    TracedText range(int from, int to) {
        return new TracedText(
                text.substring(from, to), Arrays.copyOfRange(bits, from, to), Arrays.copyOfRange(random, from, to));
    }

    TracedText plus(TracedText more) {
        int length = length() + more.length();
        double[] allBits = Arrays.copyOf(bits, length);
        boolean[] allRandom = Arrays.copyOf(random, length);
        System.arraycopy(more.bits, 0, allBits, length(), more.length());
        System.arraycopy(more.random, 0, allRandom, length(), more.length());
        return new TracedText(text + more.text, allBits, allRandom);
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    boolean isRandom(int index) {
        return random[index];
    }

    boolean hasRandom() {
        for (boolean each : random) {
            if (each) {
                return true;
            }
        }
        return false;
    }

    double bitsAt(int index) {
        return bits[index];
    }

    /** All random bits. */
    double bits() {
        return Arrays.stream(bits).sum();
    }

    /** Tests a character by its index. */
    @FunctionalInterface
    interface CharacterTest {
        boolean test(int index);
    }
}
