package io.leasehold.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that start at the same time. */
class MasterKeyFileIT {

    @TempDir
    private Path directory;

    @Test
    void processesThatStartAtOnceEndWithTheSameKey() throws Exception {
        Path file = directory.resolve("master.key");
        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                processes.add(start(file));
            }
            Set<String> ids = new HashSet<>();
            for (Process process : processes) {
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).as(output).isZero();
                ids.add(output.strip());
            }
            assertThat(ids).containsExactly(MasterKey.fromFile(file).id());
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** What a child process does: prints the id of the key that it ends with. */
    static final class Starter {

        private Starter() {}

        public static void main(String[] arguments) {
            System.out.println(MasterKey.fromFileOrCreate(Path.of(arguments[0])).id());
        }
    }
}
