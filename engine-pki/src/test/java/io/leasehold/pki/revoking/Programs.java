package io.leasehold.pki.revoking;

import io.leasehold.testkit.server.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of this machine. */
final class Programs {

    private static final long LIMIT_SECONDS = 60;

    private Programs() {}

    /**
     * What a program said.
     *
     * @param status its exit status
     * @param text what it printed on both streams
     */
    record Result(int status, String text) {}

    static Result run(Path folder, String... command) {
        try {
            Path output = Files.createTempFile(folder, "program", ".out");
            Process process;
            try {
                process = new ProcessBuilder(List.of(command))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
            } catch (IOException missing) {
                throw Servers.missing(command[0], "the program is not installed");
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command[0] + " did not end");
            }
            // Latin-1, as answers in DER go the same way.
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
