package io.leasehold.pki.revoking;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.spi.storage.EntryStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that was restarted has its lists ready before anybody asks it for anything. */
class RestartTest {

    private static List<EntryStore.Entry> states(RevokingWorld world) {
        return world.store.entries().list("", "", 10_000).stream()
                .filter(entry -> entry.path().contains("/crl-state/"))
                .toList();
    }

    private static long version(RevokingWorld world) {
        return states(world).stream().mapToLong(EntryStore.Entry::version).sum();
    }

    @Test
    void whatWasRevokedBeforeIsListedWithoutAnyRequest() {
        try (RevokingWorld world = RevokingWorld.ready()) {
            world.settle();
            world.revoke(world.issue(world.root, Duration.ofDays(1)));
            world.kill(world.node());
            long before = version(world);

            RevokingWorld.Node restarted = world.start();
            world.settle();

            assertThat(version(world)).isGreaterThan(before);
            assertThat(RevokingWorld.serials(
                            RevokingWorld.read(restarted.broker(), "crl").orElseThrow()))
                    .hasSize(1);
        }
    }

    @Test
    void aListThatIsAboutToEndIsMadeAnewWithoutAnyRequest() {
        try (RevokingWorld world = RevokingWorld.ready()) {
            world.settle();
            world.kill(world.node());
            long before = version(world);
            world.start();
            world.settle();
            assertThat(version(world)).as("nothing is due").isEqualTo(before);

            world.pass(Duration.ofHours(73), 20);

            assertThat(version(world)).isGreaterThan(before);
        }
    }
}
