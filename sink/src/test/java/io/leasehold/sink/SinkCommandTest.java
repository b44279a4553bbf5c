package io.leasehold.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.sink.internal.command.Masking;
import io.leasehold.testkit.rotation.TurnableSecret;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands run when files have changed, once each, and again until they succeed. */
class SinkCommandTest {

    private final SettableTime time = SettableTime.manual();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final TurnableSecret secret = new TurnableSecret(Values.login("first"));

    @TempDir
    Path folder;

    private SinkFile file(String name, SinkCommand command) {
        return SinkFile.at(folder.resolve(name))
                .content(FileContent.properties())
                .command(command)
                .build();
    }

    private SinkCommand append(String word) {
        return SinkCommand.shell("echo " + word + " >> " + folder.resolve("ran"));
    }

    private List<String> ran() throws IOException {
        Path log = folder.resolve("ran");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private FileSink sink(SinkFile... files) {
        FileSinkBuilder builder = FileSink.builder().secret(secret).scheduler(scheduler);
        for (SinkFile each : files) {
            builder.file(each);
        }
        return builder.build();
    }

    @Test
    void eachDistinctCommandRunsOnceForASet() throws IOException {
        try (FileSink sink = sink(file("a", append("one")), file("b", append("one")), file("c", append("two")))) {
            assertThat(sink.status().commandPending()).isTrue();
            scheduler.runDue();
            assertThat(ran()).containsExactly("one", "two");
            secret.turn(Values.login("second"));
            scheduler.runDue();
            assertThat(ran()).containsExactly("one", "two", "one", "two");
            assertThat(sink.status().isHealthy()).isTrue();
        }
    }

    @Test
    void theCommandSeesTheNewFile() throws IOException {
        Path copy = folder.resolve("copy");
        try (FileSink sink =
                sink(file("a", SinkCommand.of("cp", folder.resolve("a").toString(), copy.toString())))) {
            scheduler.runDue();
            assertThat(copy).content().contains("first");
            assertThat(sink.status().commandError()).isEmpty();
        }
    }

    @Test
    void nothingRunsWhenNothingHasChanged() throws IOException {
        try (FileSink sink = sink(file("a", append("ran")))) {
            scheduler.runDue();
            secret.turn(Values.login("first"));
            sink.refresh();
            scheduler.runDue();
            assertThat(ran()).hasSize(1);
        }
        try (FileSink again = sink(file("a", append("ran")))) {
            scheduler.runDue();
            assertThat(ran()).hasSize(1);
            assertThat(again.status().writes()).isZero();
        }
    }

    @Test
    void onlyTheCommandOfTheChangedFileRuns() throws IOException {
        SinkFile fixed = SinkFile.at(folder.resolve("fixed"))
                .content(FileContent.field("username"))
                .command(append("fixed"))
                .build();
        try (FileSink sink = sink(fixed, file("a", append("changed")))) {
            scheduler.runDue();
            secret.turn(Values.login("second"));
            scheduler.runDue();
            assertThat(ran()).containsExactly("fixed", "changed", "changed");
            assertThat(sink.status().writes()).isEqualTo(2);
        }
    }

    @Test
    void aFailingCommandIsTriedAgainWithPausesAndUndoesNothing() throws IOException {
        Path gate = folder.resolve("gate");
        SinkCommand command = SinkCommand.shell("echo x >> " + folder.resolve("ran") + "; test -e " + gate);
        try (FileSink sink = sink(file("a", command))) {
            scheduler.runDue();
            assertThat(folder.resolve("a")).content().contains("first");
            assertThat(sink.status().commandError().orElseThrow()).contains("sh", "status 1");
            assertThat(sink.status().commandFailures()).isEqualTo(1);
            assertThat(sink.status().isHealthy()).isFalse();
            secret.turn(Values.login("second"));
            scheduler.runDue();
            assertThat(ran()).hasSize(2);
            assertThat(secret.openHolds()).isEqualTo(1);
            scheduler.advance(Duration.ofMillis(1900));
            assertThat(ran()).hasSize(2);
            scheduler.advance(Duration.ofMillis(200));
            assertThat(ran()).hasSize(3);
            Files.createFile(gate);
            scheduler.advance(Duration.ofSeconds(4));
            assertThat(ran()).hasSize(4);
            assertThat(sink.status().isHealthy()).isTrue();
            assertThat(sink.status().commandError()).isEmpty();
            assertThat(folder.resolve("a")).content().contains("second");
            scheduler.advance(Duration.ofMinutes(5));
            assertThat(ran()).hasSize(4);
            assertThat(secret.openHolds()).isZero();
        }
    }

    @Test
    void oneFailureDoesNotKeepTheOthersFromRunning() throws IOException {
        try (FileSink sink = sink(file("a", SinkCommand.of("false")), file("b", append("ran")))) {
            scheduler.runDue();
            scheduler.advance(Duration.ofSeconds(1));
            assertThat(ran()).containsExactly("ran");
            assertThat(sink.status().commandFailures()).isEqualTo(2);
        }
    }

    @Test
    void aCommandThatTakesTooLongIsEndedWithItsChildren() throws Exception {
        Path pid = folder.resolve("pid");
        SinkCommand slow =
                SinkCommand.shell("sleep 300 & echo $! > " + pid + "; wait").within(Duration.ofSeconds(3));
        try (FileSink sink = sink(file("a", slow))) {
            scheduler.runDue();
            assertThat(sink.status().commandError().orElseThrow()).contains("longer than 3000 ms");
            long child = Long.parseLong(Files.readString(pid).strip());
            org.awaitility.Awaitility.await()
                    .until(() -> ProcessHandle.of(child)
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
        }
    }

    @Test
    void aProgramThatIsMissingIsSaid() {
        try (FileSink sink = sink(file("a", SinkCommand.of("/no/such/program")))) {
            scheduler.runDue();
            assertThat(sink.status().commandError().orElseThrow()).contains("/no/such/program", "missing");
        }
    }

    @Test
    void argumentsAreNotReadByAShell() throws IOException {
        Path odd = folder.resolve("$(touch x); echo");
        try (FileSink sink = sink(file("a", SinkCommand.of("touch", odd.toString())))) {
            scheduler.runDue();
            assertThat(odd).exists();
            assertThat(sink.status().isHealthy()).isTrue();
        }
    }

    @Test
    void aGrandchildThatKeepsTheOutputOpenKeepsNobodyWaiting() {
        try (FileSink sink =
                sink(file("a", SinkCommand.shell("sleep 30 & exit 0").within(Duration.ofSeconds(60))))) {
            long started = System.nanoTime();
            scheduler.runDue();
            assertThat(sink.status().isHealthy()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void theLogHoldsNoSecretThatACommandPrints() {
        secret.turn(Values.login("correct-horse"));
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try (FileSink sink =
                sink(file("a", SinkCommand.of("cat", folder.resolve("a").toString())))) {
            scheduler.runDue();
            assertThat(sink.status().isHealthy()).isTrue();
        } finally {
            System.setErr(before);
        }
        assertThat(caught.toString(StandardCharsets.UTF_8)).doesNotContain("correct-horse");
    }

    @Test
    void valuesAreMaskedLineByLineTheLongestFirst() {
        Masking masking = new Masking(List.of(Map.of(
                "a",
                "abcd",
                "b",
                "abcdefgh",
                "k",
                "-----BEGIN X-----\nMIIB\n-----END X-----",
                "l",
                List.of("list-value"))));
        assertThat(masking.of("abcdefgh abcd -----BEGIN X-----\nMIIB list-value x"))
                .isEqualTo("*** *** -----BEGIN X-----\n*** *** x");
    }

    @Test
    void aValueThatWasCutOffIsMaskedToo() {
        Masking masking = new Masking(List.of(Map.of("a", "correct-horse")));
        assertThat(masking.ofCut("a correct-horse and corr")).isEqualTo("a *** and ***");
        assertThat(masking.ofCut("corre\ufffd")).isEqualTo("***");
        assertThat(masking.ofCut("nothing of it")).isEqualTo("nothing of it");
    }

    @Test
    void closingEndsACommandThatRuns() throws Exception {
        Path pid = folder.resolve("pid");
        FileSink sink = FileSink.builder()
                .secret(secret)
                .file(file("a", SinkCommand.shell("echo $$ > " + pid + "; sleep 300")))
                .build();
        org.awaitility.Awaitility.await().until(() -> Files.exists(pid) && Files.size(pid) > 0);
        sink.close();
        long shell = Long.parseLong(Files.readString(pid).strip());
        org.awaitility.Awaitility.await()
                .until(() ->
                        ProcessHandle.of(shell).filter(ProcessHandle::isAlive).isEmpty());
    }
}
