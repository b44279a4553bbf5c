package io.leasehold.policy.hcl.internal;

import java.math.BigDecimal;

/**
 * The smallest part of a text that means something.
 *
 * @param type what it is
 * @param text a word as it stands, a text without its quotes and escapes, a number's digits, or the sign itself
 * @param at where it begins
 */
record Token(Type type, String text, Position at) {

    /** What a token is. */
    enum Type {
        WORD,
        TEXT,
        HEREDOC,
        NUMBER,
        SIGN,
        END
    }

    boolean isSign(String sign) {
        return type == Type.SIGN && text.equals(sign);
    }

    /** Whether it can name an attribute, a block or a label. */
    boolean isName() {
        return type == Type.WORD || type == Type.TEXT;
    }

    /** The number, a {@code Long} when it is whole and fits one. */
    Object number() {
        BigDecimal number = new BigDecimal(text);
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            return number;
        }
    }

    /** The token in words, for messages. */
    String described() {
        return switch (type) {
            case END -> "the end of the text";
            case TEXT -> "a text";
            case HEREDOC -> "a heredoc";
            case NUMBER -> "the number " + text;
            case WORD, SIGN -> "\"" + shortened(text) + "\"";
        };
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
