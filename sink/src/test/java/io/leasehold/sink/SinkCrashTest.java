package io.leasehold.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.testkit.rotation.TurnableSecret;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed at any point: the file is whole, and the next start cleans up and finishes. */
class SinkCrashTest {

    private static final int KILLS = 5;

    private final ManualScheduler scheduler = new ManualScheduler(SettableTime.manual());

    @TempDir
    Path folder;

    private SinkFile file(SinkCommand command) {
        return SinkFile.at(folder.resolve("app"))
                .content(FileContent.field("password"))
                .command(command)
                .build();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void onlyLeftoversOfTheSameFileAreRemoved() throws IOException {
        Files.createFile(folder.resolve(".app.leasehold-0123456789abcdef"));
        Files.createFile(folder.resolve(".app.leasehold-0123456789abcdef.txt"));
        Files.createFile(folder.resolve(".app.leasehold-0123"));
        Files.createFile(folder.resolve(".other.leasehold-0123456789abcdef"));
        Files.createDirectory(folder.resolve(".app.leasehold-fedcba9876543210"));
        try (FileSink sink = FileSink.builder()
                .secret(new TurnableSecret(Values.login("x")))
                .scheduler(scheduler)
                .file(SinkFile.at(folder.resolve("app"))
                        .content(FileContent.json())
                        .build())
                .build()) {
            assertThat(names())
                    .containsExactly(
                            ".app.leasehold-0123",
                            ".app.leasehold-0123456789abcdef.txt",
                            ".app.leasehold-fedcba9876543210",
                            ".other.leasehold-0123456789abcdef",
                            "app");
            assertThat(sink.status().isHealthy()).isTrue();
        }
    }

    @Test
    void aCommandThatHadNotRunRunsAtTheNextStart() throws IOException {
        Path ran = folder.resolve("ran");
        SinkCommand command = SinkCommand.shell("echo x >> " + ran);
        TurnableSecret secret = new TurnableSecret(Values.login("x"));
        // Closed before its scheduler ran anything, as a process that is killed after the rename.
        FileSink.builder()
                .secret(secret)
                .scheduler(scheduler)
                .file(file(command))
                .build()
                .close();
        assertThat(ran).doesNotExist();
        try (FileSink sink = FileSink.builder()
                .secret(secret)
                .scheduler(scheduler)
                .file(file(command))
                .build()) {
            assertThat(sink.status().writes()).isZero();
            scheduler.runDue();
            assertThat(Files.readAllLines(ran)).hasSize(1);
        }
        FileSink.builder()
                .secret(secret)
                .scheduler(scheduler)
                .file(file(command))
                .build()
                .close();
        scheduler.runDue();
        assertThat(Files.readAllLines(ran)).hasSize(1);
        assertThat(names()).containsExactly("app", "ran");
    }

    @Test
    void aKilledWriterLeavesAWholeFileAndTheNextStartCleansUp() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            EndlessWriter.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Path ready = folder.resolve("ready");
            Awaitility.await().until(() -> Files.exists(ready) || !writer.isAlive());
            assertThat(writer.isAlive()).isTrue();
            writer.waitFor(20L * kill, TimeUnit.MILLISECONDS);
            writer.destroyForcibly().waitFor();
            Files.delete(ready);
            String content = Files.readString(folder.resolve("app"));
            assertThat(content).hasSize(EndlessWriter.SIZE);
            assertThat(content.chars().distinct().count()).isEqualTo(1);
        }
        try (FileSink sink = FileSink.builder()
                .secret(new TurnableSecret(Values.login("x")))
                .scheduler(scheduler)
                .file(SinkFile.at(folder.resolve("app"))
                        .content(FileContent.field("password"))
                        .build())
                .build()) {
            assertThat(names()).containsExactly("app");
            assertThat(sink.status().files().get(0)).hasContent("x");
        }
    }

    /** Writes as fast as it can, until it is killed. */
    static final class EndlessWriter {

        static final int SIZE = 3_000_000;

        private EndlessWriter() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            ManualScheduler scheduler = new ManualScheduler(SettableTime.manual());
            TurnableSecret secret = new TurnableSecret(Values.login("a".repeat(SIZE)));
            FileSink sink = FileSink.builder()
                    .secret(secret)
                    .scheduler(scheduler)
                    .file(SinkFile.at(folder.resolve("app"))
                            .content(FileContent.field("password"))
                            .build())
                    .build();
            for (int turn = 0; sink.status().failures() == 0; turn++) {
                secret.turn(
                        Values.login(String.valueOf((char) ('a' + turn % 26)).repeat(SIZE)));
                scheduler.runDue();
                if (turn == 3) {
                    Files.createFile(folder.resolve("ready"));
                }
            }
        }
    }
}
