package io.leasehold.pki.tls;

import io.leasehold.testkit.server.Servers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the machine: found on the path, run to their end, or started and ended. */
final class Program {

    private static final long LIMIT_SECONDS = 60;

    private Program() {}

    /** Skips the test when there is none, unless LEASEHOLD_REQUIRE names it. */
    static Path find(String name) {
        return Stream.concat(Arrays.stream(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> Servers.missing(name, "there is no program of that name on the path"));
    }

    record Result(int status, String output) {}

    static Result run(Path folder, String input, List<String> command) throws Exception {
        Path said = Files.createTempFile(folder, "said", ".txt");
        Path given = Files.writeString(Files.createTempFile(folder, "given", ".txt"), input);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(given.toFile())
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end: " + Files.readString(said));
        }
        return new Result(process.exitValue(), Files.readString(said, StandardCharsets.ISO_8859_1));
    }

    /** A program that runs until this is closed. */
    static final class Running implements AutoCloseable {

        private final Process process;
        private final Path said;

        private Running(Process process, Path said) {
            this.process = process;
            this.said = said;
        }

        String said() throws IOException {
            return Files.readString(said, StandardCharsets.ISO_8859_1);
        }

        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void close() {
            List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            family.forEach(ProcessHandle::destroyForcibly);
        }
    }

    static Running start(Path folder, List<String> command) throws IOException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        return new Running(process, said);
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
