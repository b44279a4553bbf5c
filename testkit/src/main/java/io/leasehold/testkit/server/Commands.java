package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs commands to their end. */
final class Commands {

    private static final long LIMIT_SECONDS = 120;

    private Commands() {}

    static boolean succeeds(List<String> command) {
        try {
            return finish(command, Path.of("/"), Map.of(), null).status() == 0;
        } catch (IOException e) {
            // Not installed.
            return false;
        }
    }

    /** Runs a command and returns what it printed on both streams, or fails with that. */
    static String run(List<String> command, Path folder, Map<String, String> environment) {
        return run(command, folder, environment, null);
    }

    static String run(List<String> command, Path folder, Map<String, String> environment, @Nullable Path input) {
        try {
            Result result = finish(command, folder, environment, input);
            if (result.status() != 0) {
                throw new IllegalStateException(command.get(0) + " ended with status " + result.status() + ": "
                        + result.output().strip());
            }
            return result.output();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.get(0), e);
        }
    }

    private static Result finish(
            List<String> command, Path folder, Map<String, String> environment, @Nullable Path input)
            throws IOException {
        Path output = Files.createTempFile("leasehold-command", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile())
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.get(0) + " did not end within " + LIMIT_SECONDS + " s");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.get(0) + " was running", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private record Result(int status, String output) {}
}
