package io.leasehold.pki.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.spi.storage.Storage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes halt before every write to a store in a file, and another process opens that file. */
@Tag("crash")
class KilledProcessIT {

    private static final int MORE_THAN_THERE_CAN_BE = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void noKillLeavesAnythingHalf(Deed deed) throws Exception {
        Path prepared = folder.resolve("prepared.db");
        Scene.Material material;
        SettableTime before = SettableTime.automatic();
        try (Storage storage = Scene.open(prepared, before);
                SecretBroker broker = Scene.broker(storage)
                        .timeSource(before)
                        .scheduler(new ManualScheduler(before))
                        .build()) {
            material = Scene.prepare(broker);
        }
        int kills = 0;
        for (boolean halted = true; halted; kills += halted ? 1 : 0) {
            assertThat(kills).isLessThan(MORE_THAN_THERE_CAN_BE);
            Path file = Files.copy(prepared, folder.resolve(kills + ".db"));
            halted = halts(deed, material, file, kills);
            afterwards(deed, material, file, deed + " before write " + kills);
        }
        assertThat(kills).as("kills").isPositive();
    }

    private static void afterwards(Deed deed, Scene.Material material, Path file, String what) {
        SettableTime time = SettableTime.automatic();
        ManualScheduler scheduler = new ManualScheduler(time);
        try (Storage storage = Scene.open(file, time);
                SecretBroker broker = Scene.broker(storage)
                        .timeSource(time)
                        .scheduler(scheduler)
                        .build()) {
            Scene.pass(time, scheduler, Duration.ofHours(2));
            new Aftermath(broker, storage, what).check(material);
            deed.act(broker, material);
            Scene.pass(time, scheduler, Duration.ofSeconds(12));
            new Aftermath(broker, storage, what + ", done again").check(material);
        }
    }

    private boolean halts(Deed deed, Scene.Material material, Path file, int writes)
            throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        KilledProcess.class.getName(),
                        deed.name(),
                        file.toString(),
                        Integer.toString(writes)))
                .redirectError(errors.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(KilledProcess.input(material).getBytes(StandardCharsets.US_ASCII));
        }
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("a process did not end within " + PATIENCE);
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isIn(0, KilledProcess.HALTED);
        return process.exitValue() == KilledProcess.HALTED;
    }
}
