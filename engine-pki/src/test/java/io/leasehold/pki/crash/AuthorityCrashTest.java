package io.leasehold.pki.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spi.storage.Storage;
import io.leasehold.testkit.fault.MortalStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process dies before every access to its store, and so after every one, whatever it is doing. Another process finds no half
 * authority, lists what was revoked, and goes on with the same.
 */
class AuthorityCrashTest {

    private static final int MORE_THAN_THERE_CAN_BE = 80;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void noDeathLeavesAnythingHalf(Deed deed) throws IOException {
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
        int points = 0;
        for (boolean died = true; died; points++) {
            assertThat(points).isLessThan(MORE_THAN_THERE_CAN_BE);
            Path file = Files.copy(prepared, folder.resolve(points + ".db"));
            died = dies(deed, material, file, points);
        }
        assertThat(points).as("points").isGreaterThan(2);
    }

    /** Kills a process at an access, has another one go on, and tells whether the first one came that far. */
    private static boolean dies(Deed deed, Scene.Material material, Path file, int point) {
        String what = deed + " before access " + point;
        SettableTime time = SettableTime.automatic();
        try (Storage storage = Scene.open(file, time)) {
            MortalStorage way = new MortalStorage(storage);
            boolean died = killed(deed, material, time, way, point);
            ManualScheduler scheduler = new ManualScheduler(time);
            try (SecretBroker broker =
                    Scene.broker(storage).timeSource(time).scheduler(scheduler).build()) {
                Scene.pass(time, scheduler, Duration.ofHours(2));
                new Aftermath(broker, storage, what).check(material);
                deed.act(broker, material);
                Scene.pass(time, scheduler, Duration.ofSeconds(12));
                new Aftermath(broker, storage, what + ", done again").check(material);
            }
            return died;
        }
    }

    private static boolean killed(Deed deed, Scene.Material material, SettableTime time, MortalStorage way, int point) {
        SecretBroker broker = Scene.broker(way)
                .timeSource(time)
                .scheduler(new ManualScheduler(time))
                .build();
        // What is read once and then known is not what this is about.
        broker.read("pki/config/crl");
        broker.list("pki_int/roles");
        way.dieAt(point, false);
        try {
            deed.act(broker, material);
        } catch (LeaseholdException death) {
            assertThat(way.isDead()).as(death.toString()).isTrue();
        }
        // It is never closed: nobody closes what is killed. It has no thread either.
        return way.isDead();
    }
}
