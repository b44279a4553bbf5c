package io.leasehold.pki.authority;

import io.leasehold.testkit.server.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line of OpenSSL in a folder. */
final class OpenSsl {

    private final Path folder;

    /** Ends the test where there is no OpenSSL. */
    OpenSsl(Path folder) throws Exception {
        this.folder = folder;
        try {
            run("version");
        } catch (IOException missing) {
            throw Servers.missing(Servers.OPENSSL, "openssl is not on the path");
        }
    }

    void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content + "\n");
    }

    String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /** Runs a command to its end and returns what it printed; fails with that when it fails. */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("openssl does not end");
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }
}
