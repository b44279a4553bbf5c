package io.leasehold.database.internal.cassandra;

import io.leasehold.error.InvalidRequestException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster is: nodes to begin with, which know the others. Immutable.
 *
 * @param hosts at least one
 */
record CassandraAddress(List<Host> hosts) {

    private static final String URL = "connection_url";
    private static final String HOSTS = "hosts";
    private static final String SCHEME = "cassandra://";
    private static final String LOGIN_MARKERS = "{{username}}:{{password}}@";
    private static final int DEFAULT_PORT = 9042;
    private static final int LAST_PORT = 65_535;

    /** A name or an IPv4 address, or an IPv6 address in brackets, and perhaps a port. */
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?<name>[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?|\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?])"
                    + "(:(?<port>[0-9]{1,5}))?");

    private static final Pattern BARE_IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    /**
     * A node.
     *
     * @param name a name or an address, in lower case, without brackets
     * @param port its port
     */
    record Host(String name, int port) {

        /** Asks the DNS, so that it is done anew for each session. */
        InetSocketAddress resolve() {
            return new InetSocketAddress(name, port);
        }

        @Override
        public String toString() {
            return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
        }
    }

    CassandraAddress {
        hosts = List.copyOf(hosts);
    }

    /** Reads the settings; they name the nodes in one of both ways, not in both. */
    static CassandraAddress of(String connectionUrl, CassandraOptions options) {
        int port = options.port() == null ? DEFAULT_PORT : port("port", String.valueOf(options.port()));
        if (connectionUrl.isBlank()) {
            if (options.hosts() == null || options.hosts().stream().allMatch(String::isBlank)) {
                throw new InvalidRequestException(HOSTS, "is missing: name the nodes to begin with");
            }
            return of(HOSTS, options.hosts(), port);
        }
        if (options.hosts() != null && !options.hosts().isEmpty()) {
            throw new InvalidRequestException(URL, "stands beside hosts: give one of both");
        }
        return of(URL, List.of(withoutScheme(connectionUrl.strip()).split(",")), port);
    }

    /** The part that makes it this cluster, as far as can be told without asking it. */
    String identity() {
        return SCHEME + hosts.stream().map(Host::toString).sorted().collect(Collectors.joining(","));
    }

    /** The address as it may be shown. */
    String displayUrl() {
        return SCHEME + hosts.stream().map(Host::toString).collect(Collectors.joining(","));
    }

    private static CassandraAddress of(String field, List<String> hosts, int port) {
        List<Host> found = new ArrayList<>();
        for (String host : hosts) {
            if (!host.isBlank()) {
                found.add(host(field, host.strip(), port, found.size() + 1));
            }
        }
        if (found.isEmpty()) {
            throw new InvalidRequestException(field, "names no host: give HOST:PORT,HOST:PORT");
        }
        return new CassandraAddress(found.stream().distinct().toList());
    }

    private static String withoutScheme(String url) {
        String rest = url.toLowerCase(Locale.ROOT).startsWith(SCHEME) ? url.substring(SCHEME.length()) : url;
        // The login goes to the server by itself; nothing is put into the address.
        rest = rest.startsWith(LOGIN_MARKERS) ? rest.substring(LOGIN_MARKERS.length()) : rest;
        if (rest.indexOf('@') >= 0) {
            throw new InvalidRequestException(URL, "holds a login: give it in the fields username and password");
        }
        return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    }

    /** What is wrong is told by its number, since a text that is no host may hold anything. */
    private static Host host(String field, String text, int defaultPort, int number) {
        String bracketed = BARE_IPV6.matcher(text).matches() ? "[" + text + "]" : text;
        Matcher matcher = HOST_AND_PORT.matcher(bracketed);
        if (!matcher.matches()) {
            throw new InvalidRequestException(
                    field,
                    "host " + number + " is neither a name nor an address: give HOST or HOST:PORT, and nothing else");
        }
        String name = matcher.group("name").replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        @Nullable String port = matcher.group("port");
        return new Host(name, port == null ? defaultPort : port(field, port));
    }

    private static int port(String field, String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > LAST_PORT) {
            throw new InvalidRequestException(field, "port " + port + " is not between 1 and " + LAST_PORT);
        }
        return port;
    }
}
