package io.leasehold.testkit.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Redis, or Valkey, which went its own way after Redis 7.2.
 *
 * @param product its name in {@code LEASEHOLD_REQUIRE}
 * @param program the name of its program
 * @param lookedFor where the program was looked for
 */
record RedisProgram(String product, String program, String lookedFor) {

    static final RedisProgram REDIS = new RedisProgram(
            Servers.REDIS,
            "redis-server",
            "redis-server (Debian's redis-server) was not found in /usr/bin, /usr/sbin or /usr/local");

    static final RedisProgram VALKEY = new RedisProgram(
            Servers.VALKEY,
            "valkey-server",
            "valkey-server was not found where .ci/fetch-debian trixie valkey-server puts it, nor in /usr/bin, /usr/sbin or"
                    + " /usr/local");

    private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin");

    /** How it is started: fetched, or installed by a package. */
    Optional<List<String>> command() {
        Stream<List<String>> fetched =
                FetchedPrograms.find(product).map(found -> found.command("usr/bin/" + program)).stream();
        Stream<List<String>> installed = FOLDERS.stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(path -> List.of(path.toString()));
        return Stream.concat(fetched, installed).findFirst();
    }
}
