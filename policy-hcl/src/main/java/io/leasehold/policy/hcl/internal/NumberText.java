package io.leasehold.policy.hcl.internal;

import java.util.regex.Pattern;

/** Numbers, in decimal: digits, with a sign, a fraction and an exponent if need be. */
final class NumberText {

    /** Of bounded length, so that no number takes long to read or to write out. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,29})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?");

    private NumberText() {}

    static String take(Source source) {
        Position at = source.position();
        StringBuilder text = new StringBuilder();
        while (Lexer.isPartOfWord(source.peek()) || source.peek() == '+') {
            text.appendCodePoint(source.take());
        }
        if (!NUMBER.matcher(text).matches()) {
            throw at.refuse("is not a number: give decimal digits without leading zeros, as 20, -3 or 0.5");
        }
        return text.toString();
    }
}
