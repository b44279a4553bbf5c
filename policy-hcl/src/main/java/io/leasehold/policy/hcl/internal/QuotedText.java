package io.leasehold.policy.hcl.internal;

/** Texts in double quotes, on one line, with the escapes {@code \n \r \t \" \\ \}{@code uXXXX} and {@code \UXXXXXXXX}. */
final class QuotedText {

    private QuotedText() {}

    static String take(Source source) {
        Position start = source.position();
        source.take();
        StringBuilder text = new StringBuilder();
        while (source.peek() != '"') {
            refuseInterpolation(source);
            int c = source.peek();
            if (c == Source.END || c == '\n') {
                throw start.refuse("the text that begins here does not end on its line; a quote is missing");
            }
            Position at = source.position();
            source.take();
            text.appendCodePoint(c == '\\' ? escaped(source, at) : c);
        }
        source.take();
        return text.toString();
    }

    static void refuseInterpolation(Source source) {
        if (source.startsWith("${")) {
            throw source.position()
                    .refuse(
                            "${...} is not evaluated here; where the two characters are meant, write \\u0024{ in quotes");
        }
    }

    private static int escaped(Source source, Position at) {
        if (source.peek() == Source.END) {
            throw source.unexpectedEnd();
        }
        int c = source.take();
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\' -> c;
            case 'u' -> codePoint(source, 4, at);
            case 'U' -> codePoint(source, 8, at);
            default ->
                throw at.refuse(
                        "there is no such escape; there are \\n, \\r, \\t, \\\", \\\\, \\uXXXX and \\UXXXXXXXX");
        };
    }

    private static int codePoint(Source source, int digits, Position at) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = source.peek() > '~' ? -1 : Character.digit(source.peek(), 16);
            if (digit < 0) {
                throw at.refuse("this escape needs " + digits + " hexadecimal digits");
            }
            source.take();
            value = value * 16 + digit;
        }
        boolean character = value > 0
                && value <= Character.MAX_CODE_POINT
                && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE);
        if (!character) {
            throw at.refuse("this escape stands for no character");
        }
        return (int) value;
    }
}
