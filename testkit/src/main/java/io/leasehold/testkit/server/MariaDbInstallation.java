package io.leasehold.testkit.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * MariaDB's programs where packages install them.
 *
 * @param server {@code mariadbd}
 * @param installer {@code mariadb-install-db}
 * @param version the full version, such as {@code 10.11.19}
 */
record MariaDbInstallation(Path server, Path installer, String version) {

    static final String LOOKED_FOR =
            "mariadbd and mariadb-install-db (Debian's mariadb-server) were not found in /usr/sbin, /usr/bin or /usr/local";

    private static final List<String> FOLDERS =
            List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/usr/local/mysql/bin");
    private static final Pattern VERSION = Pattern.compile("Ver (\\d+\\.\\d+\\.\\d+)");

    static Optional<MariaDbInstallation> find() {
        return program("mariadbd")
                .flatMap(server -> program("mariadb-install-db")
                        .map(installer -> new MariaDbInstallation(server, installer, versionOf(server))));
    }

    private static Optional<Path> program(String name) {
        return Stream.of(FOLDERS)
                .flatMap(List::stream)
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String versionOf(Path server) {
        String printed = Commands.run(List.of(server.toString(), "--no-defaults", "--version"), Path.of("/"), Map.of());
        Matcher matcher = VERSION.matcher(printed);
        if (!matcher.find()) {
            throw new IllegalStateException("unexpected answer of mariadbd --version: " + printed);
        }
        return matcher.group(1);
    }
}
