package io.leasehold.pki.revoking;

import static io.leasehold.pki.revoking.RevokingWorld.serials;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CrlCrashTest {

    /** Between any two accesses of a build, at each once. */
    @Test
    void whereverABuildDiesAListIsServedAndNothingIsLeft() {
        int point = 0;
        boolean died;
        do {
            died = dieAt(point++);
        } while (died);
        assertThat(point).as("accesses of a build").isGreaterThan(10);
    }

    /** Between the announcement and the record as well. */
    @Test
    void whereverARevocationDiesARepeatFinishesIt() {
        for (int point = 0; point < 6; point++) {
            try (RevokingWorld world = new RevokingWorld()) {
                Mortal mortal = begin(world);
                Authority.Leaf leaf = world.issue(world.root, Duration.ofDays(30));
                mortal.way.dieAfter(point);
                try {
                    world.revoke(leaf);
                } catch (WatchedStorage.Died died) {
                    // As meant.
                }
                mortal.way.dieAfter(Integer.MAX_VALUE);
                RevokingWorld.Node second = world.start();
                world.kill(mortal.node);
                assertThat(RevokingWorld.read(second.broker(), "crl")).isPresent();
                world.revoke(leaf);
                world.settle();

                assertThat(serials(world.crl()))
                        .containsExactly(leaf.certificate().serial());
            }
        }
    }

    @Test
    void aRevocationThatIsWrittenLongAfterItWasAnnouncedIsListed() {
        try (RevokingWorld world = new RevokingWorld()) {
            Mortal mortal = begin(world);
            Authority.Leaf leaf = world.issue(world.root, Duration.ofDays(30));
            mortal.way.beforePut("/revoked/", () -> world.pass(Duration.ofMinutes(1), 60));
            world.revoke(leaf);
            world.settle();
            assertThat(serials(world.crl())).containsExactly(leaf.certificate().serial());
        }
    }

    private record Mortal(RevokingWorld.Node node, WatchedStorage way) {}

    private static Mortal begin(RevokingWorld world) {
        AtomicReference<WatchedStorage> way = new AtomicReference<>();
        world.issuers.add(world.root);
        RevokingWorld.Node node = world.start(store -> {
            WatchedStorage watched = new WatchedStorage(store);
            way.set(watched);
            return watched;
        });
        world.broker().mounts().enable(RevokingWorld.MOUNT, "pki");
        world.settle();
        return new Mortal(node, Objects.requireNonNull(way.get()));
    }

    private static boolean dieAt(int point) {
        try (RevokingWorld world = new RevokingWorld()) {
            Mortal mortal = begin(world);
            Authority.Leaf early = world.issue(world.root, Duration.ofDays(30));
            world.revoke(early);
            world.settle();
            Authority.Leaf late = world.issue(world.root, Duration.ofDays(30));
            world.revoke(late);
            mortal.way.dieAfter(point);
            boolean died = false;
            try {
                world.pass(Duration.ofSeconds(1), 1);
            } catch (WatchedStorage.Died death) {
                died = true;
            }
            mortal.way.dieAfter(Integer.MAX_VALUE);
            RevokingWorld.Node second = world.start();
            world.kill(mortal.node);

            Set<BigInteger> served =
                    serials(RevokingWorld.read(second.broker(), "crl").orElseThrow());
            assertThat(served).contains(early.certificate().serial());
            // The lock of a dead holder lapses after ten minutes.
            world.pass(Duration.ofMinutes(11), 22);
            assertThat(serials(world.crl()))
                    .containsExactlyInAnyOrder(
                            early.certificate().serial(), late.certificate().serial());
            Authority.Leaf last = world.issue(world.root, Duration.ofDays(30));
            world.revoke(last);
            world.settle();
            assertThat(serials(world.crl())).hasSize(3);
            assertThat(folders(world))
                    .as("folders with parts after death at " + point)
                    .hasSize(1);
            return died;
        }
    }

    private static Set<String> folders(RevokingWorld world) {
        Set<String> folders = new HashSet<>();
        world.store.entries().list("mount/", "", 10_000).forEach(entry -> {
            String[] parts = entry.path().split("/", -1);
            if (parts.length == 6 && parts[2].equals("crl")) {
                folders.add(parts[4]);
            }
        });
        return folders;
    }
}
