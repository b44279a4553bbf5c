package io.leasehold.database.internal.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts of an address, in the order in which they are tried.
 *
 * @param hosts each as {@code host:port}, the host in lower case and IPv6 addresses in brackets
 */
record HostList(List<String> hosts) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?]");
    private static final int MAX_PORT = 65535;
    private static final String DEFAULT_HOST = "localhost";

    HostList {
        hosts = List.copyOf(hosts);
    }

    /** Combines libpq's keywords: lists of the same length, or one port for all hosts. */
    static HostList of(String hostList, String portList, int defaultPort) {
        String[] names = hostList.split(",", -1);
        String[] ports = portList.split(",", -1);
        if (ports.length != 1 && ports.length != names.length) {
            throw AddressException.of(names.length + " hosts but " + ports.length + " ports are given");
        }
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            hosts.add(name(names[i].strip(), i + 1) + ":"
                    + port(ports[ports.length == 1 ? 0 : i].strip(), i + 1, defaultPort));
        }
        return new HostList(hosts);
    }

    private static String name(String host, int number) {
        if (host.isEmpty()) {
            return DEFAULT_HOST;
        }
        if (host.startsWith("/") || host.startsWith("@")) {
            throw AddressException.of("host " + number + " is a Unix-domain socket, which Java drivers do not know:"
                    + " give a host name or an address");
        }
        String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        if (IPV6.matcher(bracketed).matches()) {
            return bracketed.toLowerCase(Locale.ROOT);
        }
        if (!NAME.matcher(host).matches()) {
            throw AddressException.of("host " + number + " is neither a host name nor an IP address");
        }
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static int port(String port, int number, int defaultPort) {
        if (port.isEmpty()) {
            return defaultPort;
        }
        int value = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
        if (value < 1 || value > MAX_PORT) {
            throw AddressException.of("the port of host " + number + " must be a number from 1 to " + MAX_PORT);
        }
        return value;
    }

    String joined() {
        return String.join(",", hosts);
    }
}
