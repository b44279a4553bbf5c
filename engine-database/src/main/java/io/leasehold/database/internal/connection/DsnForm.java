package io.leasehold.database.internal.connection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the data source names of the Go driver, which the guides use: {@code user:password@tcp(host:3306)/database?name=value}.
 * Everything before the last {@code @} is the login, as it stands: nothing is encoded there.
 */
final class DsnForm {

    private static final Pattern NETWORK = Pattern.compile("([A-Za-z0-9]*)\\(([^()]*)\\)");

    private final String source;
    private final AddressParts parts;

    private DsnForm(String source) {
        this.source = source;
        this.parts = new AddressParts(source);
    }

    static AddressParts parse(String source) {
        DsnForm form = new DsnForm(source);
        form.parse();
        return form.parts;
    }

    private void parse() {
        int close = source.lastIndexOf(')');
        int slash = source.indexOf('/', close + 1);
        if (slash < 0) {
            throw AddressException.of(
                    "has no / before the database: write {{username}}:{{password}}@tcp(HOST:3306)/DATABASE");
        }
        int at = source.substring(0, slash).lastIndexOf('@');
        if (at >= 0) {
            login(at);
        }
        network(at + 1, slash);
        int query = source.indexOf('?', slash);
        int end = query < 0 ? source.length() : query;
        if (slash + 1 < end) {
            String database = PercentCode.decode(source.substring(slash + 1, end), "the database");
            parts.put(MySqlParameters.DATABASE, database, slash + 1, end);
        }
        if (query >= 0) {
            parameters(query + 1);
        }
    }

    private void login(int at) {
        int colon = source.indexOf(':');
        int userEnd = colon < 0 || colon > at ? at : colon;
        parts.put(MySqlParameters.USER, source.substring(0, userEnd), 0, userEnd);
        if (userEnd < at) {
            parts.put(MySqlParameters.PASSWORD, source.substring(userEnd + 1, at), userEnd + 1, at);
        }
    }

    private void network(int from, int to) {
        String text = source.substring(from, to);
        if (text.isEmpty() || text.equals("tcp")) {
            return;
        }
        Matcher network = NETWORK.matcher(text);
        if (!network.matches()) {
            throw AddressException.of("has no tcp(HOST:PORT) between the login and the database");
        }
        if (network.group(1).equals("unix")) {
            throw AddressException.of(
                    "names a Unix-domain socket, which Java drivers do not know: write tcp(HOST:3306)");
        }
        if (!network.group(1).equals("tcp")) {
            throw AddressException.of("names a network other than tcp: write tcp(HOST:3306)");
        }
        String address = network.group(2);
        int colon = address.lastIndexOf(':');
        boolean port = colon > address.lastIndexOf(']');
        parts.put(MySqlParameters.HOST, port ? address.substring(0, colon) : address, from, to);
        parts.put(MySqlParameters.PORT, port ? address.substring(colon + 1) : "", from, to);
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
            String value = PercentCode.decode(source.substring(equals + 1, end), "the value of a parameter");
            parts.put(MySqlParameters.keyword(source.substring(at, equals)), value, equals + 1, end);
            at = end + 1;
        }
    }
}
