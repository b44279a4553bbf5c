package io.leasehold.pki.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Storage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody loses the entry that says which keys are used. The keys are not thrown after it. */
class LostIndexTest {

    @TempDir
    private Path folder;

    @Test
    void keysAreKeptWhenTheirIndexIsLost() {
        SettableTime time = SettableTime.automatic();
        try (Storage storage = Scene.open(folder.resolve("store.db"), time)) {
            try (SecretBroker broker = Scene.broker(storage)
                    .timeSource(time)
                    .scheduler(new ManualScheduler(time))
                    .build()) {
                Scene.prepare(broker);
            }
            List<String> before = authorities(storage);
            entries(storage).stream()
                    .filter(entry -> entry.path().endsWith("/authorities"))
                    .forEach(entry -> assertThat(storage.entries().delete(entry.path(), entry.version()))
                            .isTrue());
            ManualScheduler scheduler = new ManualScheduler(time);
            try (SecretBroker broker =
                    Scene.broker(storage).timeSource(time).scheduler(scheduler).build()) {
                Scene.pass(time, scheduler, Duration.ofHours(4));

                assertThat(broker.list("pki/keys")).as("the index is lost").isEmpty();
                assertThat(authorities(storage)).isNotEmpty().isEqualTo(before);
            }
        }
    }

    private static List<EntryStore.Entry> entries(Storage storage) {
        return storage.entries().list("", "", 10_000);
    }

    private static List<String> authorities(Storage storage) {
        return entries(storage).stream()
                .map(EntryStore.Entry::path)
                .filter(path -> path.contains("/keys/") || path.contains("/issuers/"))
                .toList();
    }
}
