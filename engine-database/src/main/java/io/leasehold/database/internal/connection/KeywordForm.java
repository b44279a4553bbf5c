package io.leasehold.database.internal.connection;

/**
 * Reads libpq's "Keyword/Value Connection Strings": {@code host=... port=...}, with white space around the equals sign, and
 * values in single quotes in which a backslash escapes the next character.
 *
 * <p>Not thread-safe; an instance reads one string.
 */
final class KeywordForm {

    private final String source;
    private final AddressParts parts;
    private int at;

    private KeywordForm(String source) {
        this.source = source;
        this.parts = new AddressParts(source);
    }

    static AddressParts parse(String source) {
        KeywordForm form = new KeywordForm(source);
        while (form.skipSpace()) {
            form.pair();
        }
        return form.parts;
    }

    private void pair() {
        int start = at;
        while (at < source.length() && source.charAt(at) != '=' && !isSpace(source.charAt(at))) {
            at++;
        }
        String name = source.substring(start, at);
        if (!skipSpace() || source.charAt(at) != '=') {
            throw AddressException.of(
                    "a keyword has no value: write KEYWORD=VALUE, and values with spaces in single quotes");
        }
        at++;
        boolean more = skipSpace();
        int valueStart = at;
        String value = more && source.charAt(at) == '\'' ? quoted() : more ? bare() : "";
        parts.put(Parameters.keyword(name), value, valueStart, at);
    }

    /** A value up to white space. A placeholder may have spaces inside its braces. */
    private String bare() {
        StringBuilder value = new StringBuilder();
        while (at < source.length() && !isSpace(source.charAt(at))) {
            int close = source.startsWith("{{", at) ? source.indexOf("}}", at) : -1;
            if (close > 0) {
                value.append(source, at, close + 2);
                at = close + 2;
            } else {
                value.append(character());
            }
        }
        return value.toString();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < source.length() && source.charAt(at) != '\'') {
            value.append(character());
        }
        if (at >= source.length()) {
            throw AddressException.of("a value in single quotes is never closed: add the closing quote");
        }
        at++;
        return value.toString();
    }

    private char character() {
        if (source.charAt(at) == '\\' && at + 1 < source.length()) {
            at++;
        }
        char c = source.charAt(at);
        at++;
        return c;
    }

    private boolean skipSpace() {
        while (at < source.length() && isSpace(source.charAt(at))) {
            at++;
        }
        return at < source.length();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
