package io.leasehold.pki.internal.issue;

import io.leasehold.testkit.server.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that look at certificates; a test whose program is missing is skipped unless the build requires it. */
final class Programs {

    private Programs() {}

    /** What a program answered. */
    record Answer(int status, String text) {}

    static Path find(String name, String variable) {
        String named = System.getenv(variable);
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw Servers.missing(
                name.startsWith("lint_") ? "pkilint" : name,
                name + " was found neither in $" + variable + " nor on the path");
    }

    static Answer run(Path folder, List<String> command) {
        try {
            Path output = Files.createTempFile(folder, "out", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not end");
            }
            return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
