package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.SecretBroker;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expiry is paused, resumed, and says what waits for it. */
class ExpiryControlTest {

    private static final String PATH = World.MOUNT + "/creds/app";

    private World world;
    private SecretBroker broker;

    @BeforeEach
    void createWorld() {
        world = World.ready(true);
        broker = world.broker();
    }

    @Test
    void expiryCanBePausedByPath() {
        issue();
        broker.write("sys/leases/expiry", Map.of("paused", true));
        world.pass(Duration.ofMinutes(20));
        assertThat(broker.leases().expiry().paused()).isPresent();
        assertThat(broker.read("sys/leases/expiry").data())
                .containsEntry("paused", true)
                .containsEntry("due", 1L);
        assertThat(world.accounts()).hasSize(1);

        broker.write("sys/leases/expiry", Map.of("paused", false));
        world.pass(Duration.ofSeconds(10));
        assertThat(world.accounts()).isEmpty();
    }

    @Test
    void aClockThatJumpedRevokesNothingUntilItIsConfirmed() {
        issue();
        world.pass(Duration.ofSeconds(5));
        world.time.jump(Duration.ofHours(3));
        world.pass(Duration.ofSeconds(20));
        assertThat(world.accounts()).hasSize(1);
        assertThat(broker.leases().expiry().paused())
                .hasValueSatisfying(why -> assertThat(why).contains("jumped"));

        broker.leases().resumeExpiry();
        world.pass(Duration.ofSeconds(3));
        assertThat(world.accounts()).isEmpty();
    }

    @Test
    void anIntentPastItsDeadlineIsDueTooAndCountedOnce() {
        issue();
        world.target.meanwhile(
                AccountTarget.Place.BEFORE_CONFIRMATION,
                () -> world.node().interactions().die());
        assertThatThrownBy(this::issue).isInstanceOf(ProcessDied.class);
        world.buryDead();
        broker = world.start(SecretBroker.Builder::startPaused).broker();
        assertThat(broker.leases().expiry().due()).isZero();

        world.time.advance(Duration.ofSeconds(31));
        assertThat(broker.leases().expiry().due()).as("past the deadline").isEqualTo(1);

        world.time.advance(Duration.ofMinutes(11));
        assertThat(broker.leases().expiry().due()).as("past the end").isEqualTo(2);

        broker.leases().resumeExpiry();
        world.pass(Duration.ofSeconds(10));
        assertThat(broker.leases().expiry().due()).isZero();
        assertThat(world.rows()).isEmpty();
    }

    private String issue() {
        return broker.read(PATH).lease().orElseThrow().id();
    }
}
