package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.spi.storage.LeaseRow;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data keys are rotated by path while leases live. */
class KeyPathsTest {

    private static final String PATH = World.MOUNT + "/creds/app";

    private World world;
    private SecretBroker broker;

    @BeforeEach
    void createWorld() {
        world = World.ready(true);
        broker = world.broker();
    }

    @Test
    void keysAreRotatedByPathAndEverythingStaysReadable() {
        String id = issue();
        assertThat(broker.write("sys/rotate").data())
                .containsEntry("remaining", 0L)
                .containsEntry("unreadable", 0L);
        assertThat(broker.read("sys/key-status").data()).containsEntry("current_version", 2);
        broker.write("sys/rewrap");
        assertThat(broker.leases().lookup(id).error()).isEmpty();
        broker.leases().revoke(id);
    }

    @Test
    void whatARotationHadToLeaveIsResealedLaterWithoutAnotherKey() {
        String id = issue();
        LeaseRow row = world.row(id);
        Instant claimedUntil = world.store.now().plusSeconds(60);
        assertThat(world.store
                        .leases()
                        .update(row.claimed("somebody", claimedUntil).withVersion(row.version())))
                .isPresent();
        assertThat(broker.write("sys/rotate").data()).containsEntry("remaining", 1L);
        assertThat(broker.write("sys/reseal").data())
                .containsEntry("resealed", 0L)
                .containsEntry("remaining", 1L);

        world.time.advance(Duration.ofMinutes(1));
        assertThat(broker.write("sys/reseal").data())
                .containsEntry("key_version", 2)
                .containsEntry("resealed", 1L)
                .containsEntry("remaining", 0L)
                .containsEntry("unreadable", 0L);

        assertThat(broker.read("sys/key-status").data()).containsEntry("current_version", 2);
        assertThat(world.row(id).body().keyVersion()).isEqualTo(2);
        broker.leases().revoke(id);
    }

    private String issue() {
        return broker.read(PATH).lease().orElseThrow().id();
    }
}
