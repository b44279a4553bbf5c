package io.leasehold.database.internal.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads addresses in the form of a URL: {@code postgresql://}, {@code postgres://} (libpq, "Connection URIs"),
 * {@code jdbc:postgresql:} (pgjdbc, "Connecting to the Database"), {@code mysql://}, {@code jdbc:mysql:}. User name and password are accepted before the hosts in all of them, and as parameters.
 */
final class UrlForm {

    private final String source;
    private final boolean plusIsSpace;
    private final UnaryOperator<String> keyword;
    private final AddressParts parts;

    private UrlForm(String source, boolean plusIsSpace, UnaryOperator<String> keyword) {
        this.source = source;
        this.plusIsSpace = plusIsSpace;
        this.keyword = keyword;
        this.parts = new AddressParts(source);
    }

    /** Reads what comes after the scheme and its colon; each parameter goes by the keyword that is found for its name. */
    static AddressParts parse(String source, int afterScheme, boolean plusIsSpace, UnaryOperator<String> keyword) {
        UrlForm form = new UrlForm(source, plusIsSpace, keyword);
        form.parse(afterScheme);
        return form.parts;
    }

    private void parse(int from) {
        int query = source.indexOf('?', from);
        int end = query < 0 ? source.length() : query;
        if (source.startsWith("//", from)) {
            int slash = source.indexOf('/', from + 2);
            int authorityEnd = slash < 0 || slash > end ? end : slash;
            if (source.indexOf('@', authorityEnd) >= 0) {
                throw AddressException.of(
                        "an @ stands after the hosts: percent-encode the characters / ? @ in user name,"
                                + " password and parameters, or use {{username}} and {{password}}");
            }
            authority(from + 2, authorityEnd);
            database(Math.min(authorityEnd + 1, end), end);
        } else {
            database(source.startsWith("/", from) ? from + 1 : from, end);
        }
        if (query >= 0) {
            parameters(query + 1);
        }
    }

    private void authority(int from, int to) {
        int at = source.substring(0, to).lastIndexOf('@');
        if (at >= from) {
            int colon = source.indexOf(':', from);
            int userEnd = colon < 0 || colon > at ? at : colon;
            putDecoded("user", from, userEnd, "the user name");
            if (userEnd < at) {
                putDecoded("password", userEnd + 1, at, "the password");
            }
        }
        hosts(at >= from ? at + 1 : from, to);
    }

    private void hosts(int from, int to) {
        if (from == to) {
            return;
        }
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String each : source.substring(from, to).split(",", -1)) {
            int bracket = each.lastIndexOf(']');
            int colon = each.indexOf(':', bracket + 1);
            hosts.add(PercentCode.decode(colon < 0 ? each : each.substring(0, colon), "the host"));
            ports.add(colon < 0 ? "" : each.substring(colon + 1));
        }
        parts.put("host", String.join(",", hosts), from, to);
        parts.put("port", String.join(",", ports), from, to);
    }

    private void database(int from, int to) {
        if (from < to) {
            putDecoded("dbname", from, to, "the database");
        }
    }

    private void parameters(int from) {
        int at = from;
        while (at < source.length()) {
            int ampersand = source.indexOf('&', at);
            int end = ampersand < 0 ? source.length() : ampersand;
            int equals = source.indexOf('=', at);
            if (equals < 0 || equals > end) {
                throw AddressException.of("a parameter has no value: write NAME=VALUE, and & between parameters");
            }
            String name = PercentCode.decode(source.substring(at, equals), "the name of a parameter");
            putDecoded(keyword.apply(name), equals + 1, end, "the value of a parameter");
            at = end + 1;
        }
    }

    private void putDecoded(String keyword, int from, int to, String what) {
        String raw = source.substring(from, to);
        parts.put(keyword, PercentCode.decode(plusIsSpace ? raw.replace('+', ' ') : raw, what), from, to);
    }
}
