package io.leasehold.testkit.server;

import java.nio.file.Path;

/**
 * PostgreSQL's programs.
 *
 * @param bin the folder of {@code initdb} and {@code postgres}
 * @param version the full version, such as {@code 18.6}
 */
record PostgresInstallation(Path bin, String version) {

    String program(String name) {
        return bin.resolve(name).toString();
    }

    int major() {
        return majorOf(version);
    }

    static int majorOf(String version) {
        return Integer.parseInt(version.replaceFirst("\\D.*", ""));
    }
}
