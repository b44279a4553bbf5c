package io.leasehold.database.internal.connection;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as addresses write it: {@code tcp:HOST\INSTANCE,PORT} in ADO strings, {@code HOST\INSTANCE:PORT} in JDBC URLs, or
 * in parts.
 *
 * @param host the host
 * @param port the port, possibly empty
 * @param instance the name of an instance
 */
record MsSqlServer(String host, String port, Optional<String> instance) {

    private static final Pattern WRITTEN =
            Pattern.compile("(?:tcp:)?(\\[[^]]*]|[^\\\\:,]*)(?:\\\\([^:,\\\\]*))?(?:[:,]([0-9]*))?");

    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z_#][A-Za-z0-9_#$]{0,15}");

    static MsSqlServer of(String written, String port, String instance) {
        String local = written.equals(".") || written.toLowerCase(Locale.ROOT).equals("(local)") ? "" : written;
        Matcher parts = WRITTEN.matcher(local);
        if (!parts.matches()) {
            throw AddressException.of("has a server that cannot be read: write HOST, HOST\\INSTANCE, or HOST,1433");
        }
        String ownPort = parts.group(3) == null ? "" : parts.group(3);
        String ownInstance = parts.group(2) == null ? "" : parts.group(2);
        if (!ownPort.isEmpty() && !port.isEmpty()) {
            throw AddressException.of("gives the port twice");
        }
        MsSqlServer server =
                new MsSqlServer(String.valueOf(parts.group(1)), ownPort.isEmpty() ? port : ownPort, Optional.empty());
        String name = ownInstance.isEmpty() ? instance : ownInstance;
        return name.isEmpty() ? server : server.withInstance(name);
    }

    MsSqlServer withInstance(String name) {
        if (instance.isPresent()) {
            throw AddressException.of("gives the instance twice");
        }
        // "Instance Configuration", SQL Server: letters, digits and a few signs, 16 at most.
        if (!INSTANCE.matcher(name).matches()) {
            throw AddressException.of(
                    "has the name of an instance that no server can have; for a database, write" + " ?database=NAME");
        }
        return new MsSqlServer(host, port, Optional.of(name));
    }
}
