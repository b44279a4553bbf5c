package io.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No password, key or verifier is in any log at any level, in an error, a text form or an event, or in the store. A whole
 * life of a broker runs in a process of its own ({@link SecretsScenario}), and all that it left is searched.
 */
class NoSecretsIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void nothingThatABrokerShowsOrStoresHoldsASecret(Brokers.Store store) throws Exception {
        runScenario(store);
        String serverLog = text(folder.resolve("server.log"));
        Secrets passwords = known("password", "key");
        Secrets clear = known("clear");
        Secrets all = known("password", "key", "clear").addFromStatements(serverLog);
        assertThat(all.size()).isGreaterThan(20);

        String log = text(folder.resolve("output.log"));
        assertThat(log).contains("DEBUG", "io.leasehold", "com.zaxxer.hikari");
        all.assertAbsentFrom("the log", log);
        all.assertAbsentFrom("errors, events and text forms", text(folder.resolve("seen.txt")));

        List<Path> copies = storeFiles();
        assertThat(copies).hasSizeGreaterThan(3);
        for (Path copy : copies) {
            assertThat(Files.size(copy)).isPositive();
            all.assertAbsentFrom(copy.getFileName().toString(), text(copy));
        }

        // The server's own log repeats statements: with SCRAM they hold no password. A verifier is in them by nature.
        assertThat(serverLog).contains("PASSWORD 'SCRAM-SHA-256$");
        passwords.assertAbsentFrom("the server's log", serverLog);
        assertThat(serverLog
                        .lines()
                        .filter(line -> line.contains("CREATE ROLE"))
                        .count())
                .isGreaterThan(5);

        // The driver's FINEST level traces the protocol and so the statements; even there SCRAM keeps passwords out.
        String driverLog = text(folder.resolve("driver.log"));
        assertThat(driverLog).contains("FE=>");
        passwords.assertAbsentFrom("the driver's log", driverLog);
        assertThat(clear.size()).isPositive();
    }

    private void runScenario(Brokers.Store store) throws IOException, InterruptedException {
        Path logging = Files.writeString(
                folder.resolve("logging.properties"), """
                handlers=java.util.logging.FileHandler
                .level=INFO
                org.postgresql.level=ALL
                java.util.logging.FileHandler.level=ALL
                java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
                java.util.logging.FileHandler.encoding=UTF-8
                java.util.logging.FileHandler.pattern=%s
                """.formatted(folder.resolve("driver-all.log")));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-Djava.util.logging.config.file=" + logging));
        String binaries = System.getProperty("leasehold.postgres.binaries");
        if (binaries != null) {
            command.add("-Dleasehold.postgres.binaries=" + binaries);
        }
        command.addAll(List.of(SecretsScenario.class.getName(), store.name(), folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES))
                    .as("the scenario ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("the scenario's result; its output ends with:%n%s", tail(text(folder.resolve("output.log"))))
                .isZero();
    }

    private Secrets known(String... kinds) throws IOException {
        Secrets secrets = new Secrets();
        for (String line : Files.readAllLines(folder.resolve("secrets.txt"))) {
            String[] parts = line.split("\t", -1);
            if (List.of(kinds).contains(parts[0])) {
                secrets.add(new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.ISO_8859_1));
            }
        }
        return secrets;
    }

    private List<Path> storeFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("store-\\d+(-wal)?|leases\\.db"))
                    .toList();
        }
    }

    /** One character a byte, so that a key's raw bytes are found too. */
    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 3_000));
    }
}
