package io.leasehold.database.internal.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts and service, in the form of Easy Connect or of a connect descriptor ("Configuring Naming Methods" and "Local Naming
 * Parameters in the tnsnames.ora File", Oracle Net Services). Keywords are an allow-list, since others make a driver read files.
 *
 * @param driverForm what the driver is given
 * @param hosts each as {@code host:port}, in alphabetical order
 * @param service the service or SID, in lower case
 */
record OraclePlace(String driverForm, List<String> hosts, String service) {

    private static final int DEFAULT_PORT = 1521;

    private static final Pattern EASY = Pattern.compile(
            "(?:(tcps?):)?(?://)?([^/?:@()\\[\\]]+|\\[[^]]*])(?::([0-9]{1,5}))?(?:/([A-Za-z0-9_.$#-]+)(?::(dedicated|shared|pooled))?)?",
            Pattern.CASE_INSENSITIVE);

    /** {@code host:port:SID}, which only Java's driver knows. */
    private static final Pattern WITH_SID = Pattern.compile("([^/?:@()]+):([0-9]{1,5}):([A-Za-z0-9_.$#-]+)");

    private static final Pattern KEYWORD = Pattern.compile("\\(\\s*([A-Za-z_]+)\\s*=");
    private static final Pattern VALUE = Pattern.compile(
            "\\(\\s*(HOST|PORT|SERVICE_NAME|SID|PROTOCOL)\\s*=\\s*([^()\\s]+)\\s*\\)", Pattern.CASE_INSENSITIVE);

    private static final Set<String> KEYWORDS = Set.of(
            "DESCRIPTION_LIST",
            "DESCRIPTION",
            "ADDRESS_LIST",
            "ADDRESS",
            "PROTOCOL",
            "HOST",
            "PORT",
            "CONNECT_DATA",
            "SERVICE_NAME",
            "SID",
            "SERVER",
            "LOAD_BALANCE",
            "FAILOVER",
            "ENABLE",
            "CONNECT_TIMEOUT",
            "TRANSPORT_CONNECT_TIMEOUT",
            "RETRY_COUNT",
            "RETRY_DELAY",
            "SECURITY",
            "SSL_SERVER_CERT_DN",
            "SSL_SERVER_DN_MATCH",
            "MY_WALLET_DIRECTORY",
            "WALLET_LOCATION");

    OraclePlace {
        hosts = List.copyOf(hosts);
    }

    static OraclePlace read(String place) {
        String text = place.strip();
        if (text.startsWith("(")) {
            return descriptor(text);
        }
        Matcher sid = WITH_SID.matcher(text);
        if (sid.matches()) {
            return new OraclePlace(
                    text, hosts(sid.group(1), sid.group(2)), sid.group(3).toLowerCase(Locale.ROOT));
        }
        Matcher easy = EASY.matcher(text);
        if (!easy.matches()) {
            throw AddressException.of("has a place that cannot be read: write //HOST:1521/SERVICE, HOST:1521:SID, or a"
                    + " descriptor (DESCRIPTION=...); parameters after a question mark go into a descriptor");
        }
        if (easy.group(4) == null) {
            throw AddressException.of(
                    "names no service: write //HOST:1521/SERVICE; names of tnsnames.ora are not looked up");
        }
        String protocol = easy.group(1) == null ? "" : easy.group(1).toLowerCase(Locale.ROOT) + ":";
        String port = easy.group(3) == null ? "" : easy.group(3);
        List<String> hosts = hosts(String.valueOf(easy.group(2)), port);
        String server = easy.group(5) == null ? "" : ":" + easy.group(5);
        return new OraclePlace(
                protocol + "//" + String.join(",", hosts) + "/" + easy.group(4) + server,
                hosts,
                easy.group(4).toLowerCase(Locale.ROOT));
    }

    private static List<String> hosts(String host, String port) {
        return HostList.of(host, port, DEFAULT_PORT).hosts().stream().sorted().toList();
    }

    private static OraclePlace descriptor(String text) {
        requireBalanced(text);
        Matcher keywords = KEYWORD.matcher(text);
        while (keywords.find()) {
            if (!KEYWORDS.contains(keywords.group(1).toUpperCase(Locale.ROOT))) {
                throw AddressException.of("has a descriptor with a keyword that is not accepted (accepted: "
                        + String.join(", ", KEYWORDS.stream().sorted().toList()) + ")");
            }
        }
        List<String> names = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        String service = "";
        Matcher values = VALUE.matcher(text);
        while (values.find()) {
            String value = String.valueOf(values.group(2));
            switch (String.valueOf(values.group(1)).toUpperCase(Locale.ROOT)) {
                case "HOST" -> names.add(value);
                case "PORT" -> ports.add(value);
                case "PROTOCOL" -> requireTcp(value);
                default -> service = value.toLowerCase(Locale.ROOT);
            }
        }
        if (names.isEmpty() || service.isEmpty()) {
            throw AddressException.of("has a descriptor without HOST, or without SERVICE_NAME or SID");
        }
        List<String> hosts = HostList.of(String.join(",", names), String.join(",", ports), DEFAULT_PORT)
                .hosts();
        return new OraclePlace(text, hosts.stream().sorted().distinct().toList(), service);
    }

    private static void requireTcp(String protocol) {
        if (!protocol.toLowerCase(Locale.ROOT).matches("tcps?")) {
            throw AddressException.of("has a descriptor with a protocol other than TCP and TCPS");
        }
    }

    private static void requireBalanced(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0 && i + 1 < text.length()) {
                throw AddressException.of("has something after its descriptor");
            }
        }
        if (depth != 0) {
            throw AddressException.of("has a descriptor whose parentheses do not match");
        }
    }
}
