package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leasehold.RotatingSecret;
import io.leasehold.Rotation;
import io.leasehold.error.ClosedException;
import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a lease that was replaced: held, renewed while it is, let go at the last hold or the limit. */
class DrainingTest {

    private static final String PATH = World.MOUNT + "/creds/app";

    private World world;
    private RotatingSecret secret;
    private final List<Rotation> rotations = new ArrayList<>();
    private final List<AutoCloseable> holds = new ArrayList<>();

    @BeforeEach
    void createWorld() {
        world = World.ready(true);
    }

    @Test
    void anUnheldLeaseIsRevokedAtOnce() {
        start();
        secret.rotate();
        advance(Duration.ofMillis(1));

        assertThat(world.accounts()).hasSize(1);
        assertThat(secret.status().draining()).isZero();
    }

    @Test
    void aHeldLeaseIsRenewedAndLivesUntilTheLastHoldCloses() throws Exception {
        start();
        holdTwice();
        secret.rotate();
        advance(Duration.ofMinutes(45));
        assertThat(world.hasAccount(previous())).isTrue();
        assertThat(secret.status().draining()).isEqualTo(1);

        holds.get(0).close();
        holds.get(0).close();
        advance(Duration.ofSeconds(1));
        assertThat(world.hasAccount(previous())).isTrue();

        holds.get(1).close();
        advance(Duration.ofSeconds(1));
        assertThat(world.hasAccount(previous())).isFalse();
        assertThat(secret.status().draining()).isZero();
    }

    @Test
    void aHeldLeaseWhoseRenewalFailedOnceIsRenewedLater() {
        start();
        holdTwice();
        secret.rotate();
        advance(Duration.ofMinutes(1));
        world.target.setDown(true);
        advance(Duration.ofMinutes(7));
        world.target.setDown(false);
        advance(Duration.ofMinutes(20));

        assertThat(world.hasAccount(previous())).isTrue();
    }

    @Test
    void theDrainLimitEndsEveryHoldBeforeTheHardEnd() {
        start();
        holdTwice();
        secret.rotate();
        advance(Duration.ofMillis(1));
        Duration limit = rotations.get(0).drainLimit();
        Instant hardEnd = world.broker().leases().lookup(previous()).hardEnd().orElseThrow();
        assertThat(limit)
                .isGreaterThan(Duration.ofMinutes(59))
                .isLessThan(Duration.between(world.store.now(), hardEnd).minusSeconds(4));

        advance(limit.minusSeconds(2));
        assertThat(world.hasAccount(previous())).isTrue();
        advance(Duration.ofSeconds(2));
        assertThat(world.hasAccount(previous())).isFalse();
        assertThat(secret.status().draining()).isZero();
    }

    @Test
    void aHoldForATimeEndsByItselfAndNotBefore() {
        start();
        secret.subscribe(rotation -> holds.add(rotation.hold(Duration.ofMinutes(5))));
        secret.rotate();
        advance(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(world.hasAccount(previous())).isTrue();

        advance(Duration.ofSeconds(2));
        assertThat(world.hasAccount(previous())).isFalse();
        assertThat(secret.status().draining()).isZero();
    }

    @Test
    void aHoldForATimeCanBeClosedEarlier() throws Exception {
        start();
        secret.subscribe(rotation -> holds.add(rotation.hold(Duration.ofMinutes(5))));
        secret.rotate();
        advance(Duration.ofSeconds(1));
        holds.get(0).close();
        holds.get(0).close();
        advance(Duration.ofSeconds(1));

        assertThat(world.hasAccount(previous())).isFalse();
        assertThat(world.node().scheduler().pending())
                .noneMatch(task -> task.name().equals("end of a hold"));
    }

    @Test
    void theEndOfAHoldForATimeLeavesOtherHolds() throws Exception {
        start();
        secret.subscribe(rotation -> {
            holds.add(rotation.hold(Duration.ofMinutes(5)));
            holds.add(rotation.hold());
        });
        secret.rotate();
        advance(Duration.ofMinutes(6));
        assertThat(world.hasAccount(previous())).isTrue();

        holds.get(1).close();
        advance(Duration.ofSeconds(1));
        assertThat(world.hasAccount(previous())).isFalse();
    }

    @Test
    void aHoldForANegativeTimeIsRefused() {
        start();
        List<Throwable> refusals = new ArrayList<>();
        secret.subscribe(rotation -> refusals.add(catchThrowable(() -> rotation.hold(Duration.ofSeconds(-1)))));
        secret.rotate();
        advance(Duration.ofSeconds(1));

        assertThat(refusals).singleElement().isInstanceOf(InvalidRequestException.class);
        assertThat(secret.status().draining()).isZero();
    }

    @Test
    void theDrainLimitOfALeaseThatCannotBeRenewedIsItsOwnEnd() {
        world.role("app", Map.of("default_ttl", "10m", "max_ttl", "1h", "renewable", false));
        start();
        holdTwice();
        secret.rotate();
        advance(Duration.ofMillis(1));

        assertThat(rotations.get(0).drainLimit()).isLessThan(Duration.ofMinutes(10));
    }

    @Test
    void aFetchThatEndsAfterCloseIsRevoked() {
        start();
        world.target.meanwhile(AccountTarget.Place.AFTER_EFFECT, () -> secret.close());
        secret.rotate();
        advance(Duration.ofSeconds(1));

        assertThat(world.accounts()).isEmpty();
        assertThat(world.rows()).isEmpty();
        assertThat(rotations).isEmpty();
        assertThatThrownBy(secret::current).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingTheSecretLeavesHeldLeasesToTheirHolders() throws Exception {
        start();
        holdTwice();
        secret.rotate();
        advance(Duration.ofSeconds(1));
        secret.close();
        assertThat(world.accounts()).hasSize(1);

        for (AutoCloseable hold : holds) {
            hold.close();
        }
        advance(Duration.ofSeconds(1));
        assertThat(world.accounts()).isEmpty();
    }

    @Test
    void closingTheBrokerRevokesWhatItsSecretsHold() {
        world.broker().read(PATH);
        start();
        holdTwice();
        secret.rotate();
        advance(Duration.ofSeconds(1));
        assertThat(world.accounts()).hasSize(3);

        world.broker().close();

        assertThat(world.accounts()).as("the lease that a caller holds").hasSize(1);
        assertThatThrownBy(secret::current).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingTheBrokerAlsoRevokesWhatAClosedSecretLeftToItsHolders() {
        start();
        holdTwice();
        secret.rotate();
        advance(Duration.ofSeconds(1));
        secret.close();

        world.broker().close();

        assertThat(world.accounts()).isEmpty();
    }

    private void start() {
        secret = world.broker().rotating(PATH);
        secret.subscribe(rotations::add);
    }

    private void holdTwice() {
        secret.subscribe(rotation -> {
            if (holds.isEmpty()) {
                holds.add(rotation.hold());
                holds.add(rotation.hold());
            }
        });
    }

    private String previous() {
        return rotations.get(0).previous().lease().orElseThrow().id();
    }

    private void advance(Duration duration) {
        world.node().scheduler().advance(duration);
    }
}
