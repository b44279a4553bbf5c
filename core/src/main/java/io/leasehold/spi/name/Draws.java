package io.leasehold.spi.name;

import java.util.random.RandomGenerator;

/** Random texts, drawn without bias. */
final class Draws {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final double BITS_OF_BASE62 = Math.log(BASE62.length()) / Math.log(2);
    private static final String HEX = "0123456789abcdef";

    private Draws() {}

    /** Long draws are signed: see {@link NameSign}. The check is a function of what was drawn and carries no bits. */
    static TracedText base62(int length, RandomGenerator random, NameSign sign) {
        if (length < NameSign.SIGNED_LENGTH) {
            return base62(length, random);
        }
        TracedText seed = base62(NameSign.SEED_LENGTH, random);
        return seed.plus(TracedText.fixed(sign.check(seed.text())))
                .plus(base62(length - NameSign.SEED_LENGTH - NameSign.CHECK_LENGTH, random));
    }

    private static TracedText base62(int length, RandomGenerator random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(BASE62.charAt(random.nextInt(BASE62.length())));
        }
        return TracedText.random(text.toString(), BITS_OF_BASE62);
    }

    /** A random UUID (RFC 9562, version 4): 122 bits, of which 2 in the digit that also holds the variant. */
    static TracedText uuid(RandomGenerator random) {
        return hex(8, random)
                .plus(TracedText.fixed("-"))
                .plus(hex(4, random))
                .plus(TracedText.fixed("-4"))
                .plus(hex(3, random))
                .plus(TracedText.fixed("-"))
                .plus(TracedText.random(HEX.substring(8, 12).charAt(random.nextInt(4)) + "", 2))
                .plus(hex(3, random))
                .plus(TracedText.fixed("-"))
                .plus(hex(12, random));
    }

    private static TracedText hex(int length, RandomGenerator random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(HEX.charAt(random.nextInt(HEX.length())));
        }
        return TracedText.random(text.toString(), 4);
    }
}
