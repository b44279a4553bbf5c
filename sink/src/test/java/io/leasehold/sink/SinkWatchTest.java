package io.leasehold.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.testkit.rotation.TurnableSecret;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody watches the folder all the time: nothing there is ever open to others, and the file is never half-written. */
class SinkWatchTest {

    private static final int TURNS = 300;
    private static final int SIZE = 200_000;

    /** The common pool may have one thread alone. */
    private static final Executor OWN_THREAD = task -> new Thread(task, "watcher").start();

    private final ManualScheduler scheduler = new ManualScheduler(SettableTime.manual());

    @TempDir
    Path folder;

    @Test
    void noFileIsEverOpenToOthersNorPartial() throws Exception {
        TurnableSecret secret = new TurnableSecret(content(0));
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong looks = new AtomicLong();
        AtomicLong reads = new AtomicLong();
        try (FileSink sink = FileSink.builder()
                .secret(secret)
                .scheduler(scheduler)
                .file(SinkFile.at(folder.resolve("app"))
                        .content(FileContent.field("password"))
                        .permissions("0640")
                        .build())
                .build()) {
            CompletableFuture<Set<String>> modes = CompletableFuture.supplyAsync(() -> watch(done, looks), OWN_THREAD);
            CompletableFuture<Void> contents = CompletableFuture.runAsync(() -> read(done, reads), OWN_THREAD);
            for (int turn = 1; turn <= TURNS || looks.get() < 100 || reads.get() == 0; turn++) {
                secret.turn(content(turn));
                scheduler.runDue();
                assertThat(sink.status().failures()).isZero();
                assertThat(modes.isDone() || contents.isDone()).isFalse();
            }
            done.set(true);
            // With nothing for others, and for the group only what it has in the end.
            assertThat(modes.join()).contains("rw-r-----").isSubsetOf("rw-r-----", "rw-------");
            contents.join();
        }
    }

    private static io.leasehold.Secret content(int turn) {
        return Values.login(String.valueOf((char) ('a' + turn % 26)).repeat(SIZE));
    }

    private Set<String> watch(AtomicBoolean done, AtomicLong looks) {
        Set<String> seen = new TreeSet<>();
        while (!done.get()) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path each : entries) {
                    try {
                        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(each);
                        seen.add(PosixFilePermissions.toString(mode));
                        looks.incrementAndGet();
                    } catch (NoSuchFileException e) {
                        // Renamed meanwhile.
                    }
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return seen;
    }

    private void read(AtomicBoolean done, AtomicLong reads) {
        while (!done.get()) {
            try {
                String content = Files.readString(folder.resolve("app"));
                assertThat(content.length()).isEqualTo(SIZE);
                assertThat(content.chars().distinct().count()).isEqualTo(1);
                reads.incrementAndGet();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
