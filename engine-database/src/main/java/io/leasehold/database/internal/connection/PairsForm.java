package io.leasehold.database.internal.connection;

import java.util.function.UnaryOperator;

/**
 * Reads {@code name=value} pairs between semicolons: ADO connection strings ("SqlConnection.ConnectionString"), where values
 * may stand in quotes that are doubled inside, and the properties of SQL Server's JDBC URLs ("Building the connection URL"),
 * where they may stand in braces of which the closing one is doubled inside.
 *
 * <p>Not thread-safe; an instance reads one string.
 */
final class PairsForm {

    private final String source;
    private final AddressParts parts;
    private final UnaryOperator<String> keyword;
    private int at;

    private PairsForm(String source, AddressParts parts, UnaryOperator<String> keyword, int from) {
        this.source = source;
        this.parts = parts;
        this.keyword = keyword;
        this.at = from;
    }

    /** Reads the pairs from an offset on; each goes by the keyword that is found for its name. */
    static void read(String source, int from, AddressParts parts, UnaryOperator<String> keyword) {
        PairsForm form = new PairsForm(source, parts, keyword, from);
        while (form.at < source.length()) {
            form.pair();
        }
    }

    private void pair() {
        int end = source.indexOf(';', at);
        int next = end < 0 ? source.length() : end;
        if (source.substring(at, next).isBlank()) {
            at = next + 1;
            return;
        }
        int equals = source.indexOf('=', at);
        if (equals < 0 || equals > next) {
            throw AddressException.of("a parameter has no value: write NAME=VALUE, and ; between parameters");
        }
        String name = source.substring(at, equals).strip();
        at = equals + 1;
        while (at < source.length() && source.charAt(at) == ' ') {
            at++;
        }
        int from = at;
        char first = at < source.length() ? source.charAt(at) : ';';
        // A placeholder begins with a brace too.
        boolean placeholder = source.startsWith("{{", at);
        String value = (first == '{' && !placeholder) || first == '"' || first == '\'' ? quoted(first) : bare();
        parts.put(keyword.apply(name), value, from, at);
        at++;
    }

    private String bare() {
        int end = source.indexOf(';', at);
        int from = at;
        at = end < 0 ? source.length() : end;
        return source.substring(from, at).strip();
    }

    private String quoted(char open) {
        char close = open == '{' ? '}' : open;
        StringBuilder value = new StringBuilder();
        at++;
        while (at < source.length()) {
            char c = source.charAt(at++);
            if (c != close) {
                value.append(c);
            } else if (at < source.length() && source.charAt(at) == close) {
                value.append(c);
                at++;
            } else {
                endOfQuoted();
                return value.toString();
            }
        }
        throw AddressException.of("a value in quotes or braces is never closed: add the closing one");
    }

    private void endOfQuoted() {
        while (at < source.length() && source.charAt(at) == ' ') {
            at++;
        }
        if (at < source.length() && source.charAt(at) != ';') {
            throw AddressException.of("something stands between a quoted value and the next semicolon");
        }
    }
}
