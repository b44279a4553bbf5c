package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.RotatingSecret;
import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.event.LeaseholdEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When a rotating secret renews, replaces, gives up and recovers. The drain is ten seconds throughout. */
class RotatingSecretTest {

    private static final String PATH = World.MOUNT + "/creds/app";
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private World world;

    @BeforeEach
    void createWorld() {
        world = World.ready(true);
    }

    @Test
    void aLeaseIsRenewedAtTwoThirdsOfItsLife() {
        RotatingSecret secret = world.broker().rotating(PATH);
        String id = id(secret.current());

        advance(Duration.ofMinutes(5).plusSeconds(50));
        assertThat(world.events.of(LeaseholdEvent.LeaseRenewed.class)).isEmpty();
        advance(Duration.ofSeconds(55));

        assertThat(world.events.of(LeaseholdEvent.LeaseRenewed.class)).hasSize(1);
        assertThat(id(secret.current())).isEqualTo(id);
        assertThat(secret.status().generation()).isEqualTo(1);
        assertThat(secret.status().remaining())
                .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "10m,1h,true",
        "10m,1h,false",
        "1h,1h,true",
        "30s,1m,true",
        "20s,20s,false",
        "20s,1h,false",
        "18s,19s,true",
        "2h,2h,true"
    })
    void aReplacedLeaseHasTheDrainTimeLeftAndNoSecretIsServedPastItsEnd(String ttl, String maxTtl, boolean renewable) {
        world.role("app", Map.of("default_ttl", ttl, "max_ttl", maxTtl, "renewable", renewable));
        RotatingSecret secret = world.broker().rotating(PATH);
        Map<String, Instant> ends = new HashMap<>();
        secret.subscribe(rotation -> {
            // What the row says is what the target enforces, whatever the holder believes.
            Instant end = renewable
                    ? world.broker()
                            .leases()
                            .lookup(id(rotation.previous()))
                            .hardEnd()
                            .orElseThrow()
                    : world.row(id(rotation.previous())).expiresAt();
            ends.put(id(rotation.previous()), end);
            assertThat(Duration.between(world.store.now(), end)).isGreaterThanOrEqualTo(DRAIN);
            assertThat(rotation.drainLimit()).isLessThan(Duration.between(world.store.now(), end));
        });
        Duration life = secret.status().remaining().orElseThrow();

        for (int i = 0; i < 200; i++) {
            advance(Duration.ofMillis(life.toMillis() / 20));
            assertThat(world.hasAccount(id(secret.current()))).isTrue();
        }

        assertThat(ends).hasSizeGreaterThanOrEqualTo(maxTtl.equals("1h") && renewable && ttl.equals("10m") ? 1 : 2);
        assertThat(world.events.of(LeaseholdEvent.RotationFailed.class)).isEmpty();
        assertThat(world.rows()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aSecretWithoutALeaseIsReadAgainAndRotatesWhenItIsAnotherOne() {
        RotatingSecret secret = world.broker().rotating(World.MOUNT + "/roles/app");
        Secret first = secret.current();
        advance(Duration.ofMinutes(10));
        assertThat(secret.current()).isSameAs(first);
        assertThat(secret.status().generation()).isEqualTo(1);
        assertThat(world.events.of(LeaseholdEvent.SecretRotated.class)).isEmpty();

        world.role("app", Map.of("default_ttl", "77m"));
        advance(Duration.ofSeconds(31));

        assertThat(secret.current().data()).isNotEqualTo(first.data());
        assertThat(secret.status().generation()).isEqualTo(2);
        assertThat(world.events.of(LeaseholdEvent.SecretRotated.class)).hasSize(1);
        advance(Duration.ofHours(1));
        assertThat(secret.status().generation()).isEqualTo(2);
    }

    @Test
    void aRefusalOfASecretWithoutALeaseHasItReadAtOnce() {
        RotatingSecret secret = world.broker().rotating(World.MOUNT + "/roles/app");
        world.role("app", Map.of("default_ttl", "77m"));

        secret.reportRefused(secret.current());
        advance(Duration.ofSeconds(1));

        assertThat(secret.status().generation()).isEqualTo(2);
    }

    @Test
    void aCredentialWithoutALeaseThatEndsByItselfIsReplacedAtTwoThirds() {
        world.role("app", Map.of("default_ttl", "10m"));
        RotatingSecret secret = world.broker().rotating(World.MOUNT + "/tickets/app");
        Secret first = secret.current();
        assertThat(first.validFor()).contains(Duration.ofMinutes(10));
        assertThat(first.lease()).isEmpty();
        assertThat(first.warnings()).containsExactly("a ticket");
        advance(Duration.ofMinutes(5).plusSeconds(50));
        assertThat(secret.current()).isSameAs(first);

        advance(Duration.ofSeconds(55));

        assertThat(secret.current().data()).isNotEqualTo(first.data());
        assertThat(secret.status().generation()).isEqualTo(2);
        assertThat(secret.status().remaining())
                .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10)));
        assertThat(world.events.of(LeaseholdEvent.RotationFailed.class)).isEmpty();
        assertThat(world.rows()).isEmpty();
    }

    @Test
    void aCredentialThatEndsByItselfIsNotServedPastItsEnd() {
        world.role("app", Map.of("default_ttl", "10m"));
        RotatingSecret secret = world.broker().rotating(World.MOUNT + "/tickets/app");
        world.broker().delete(World.MOUNT + "/roles/app");

        advance(Duration.ofMinutes(9));
        assertThat(secret.current().data()).containsKey("ticket");
        advance(Duration.ofMinutes(1));

        assertThatThrownBy(secret::current).isInstanceOf(LeaseExpiredException.class);
    }

    @Test
    void aCredentialThatEndsByItselfTooSoonIsRefusedWithNumbers() {
        world.role("app", Map.of("default_ttl", "8s"));

        assertThatThrownBy(() -> world.broker().rotating(World.MOUNT + "/tickets/app"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("too short to rotate with a drain of 10s: they must live at least 11");
    }

    @Test
    void aLeaseThatCannotBeRenewedIsReplacedAtTwoThirds() {
        world.role("app", Map.of("default_ttl", "10m", "renewable", false));
        RotatingSecret secret = world.broker().rotating(PATH);
        advance(Duration.ofMinutes(5));
        assertThat(secret.status().generation()).isEqualTo(1);

        advance(Duration.ofMinutes(2));

        assertThat(secret.status().generation()).isEqualTo(2);
        assertThat(world.events.of(LeaseholdEvent.LeaseRenewed.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5s,8s,true", "5s,1h,false", "11s,11s,true"})
    void aRoleThatIsTooShortIsRefusedWithNumbersAndLeavesNothing(String ttl, String maxTtl, boolean renewable) {
        world.role("app", Map.of("default_ttl", ttl, "max_ttl", maxTtl, "renewable", renewable));

        assertThatThrownBy(() -> world.broker().rotating(PATH))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("drain of 10s")
                .hasMessageContaining("at least");
        assertThat(world.rows()).isEmpty();
        assertThat(world.accounts()).isEmpty();
    }

    @Test
    void aRoleThatBecomesTooShortCausesNoStorm() {
        RotatingSecret secret = world.broker().rotating(PATH);
        world.role("app", Map.of("default_ttl", "6s", "max_ttl", "6s"));
        secret.rotate();
        int before = world.target.calls();

        advance(Duration.ofMinutes(1));

        assertThat(world.target.calls() - before).isLessThan(100);
        assertThat(world.hasAccount(id(secret.current()))).isTrue();
    }

    @Test
    void aDeletedRoleIsReportedAndTheSecretServedToItsEnd() {
        RotatingSecret secret = world.broker().rotating(PATH);
        String id = id(secret.current());
        world.broker().delete(World.MOUNT + "/roles/app");

        advance(Duration.ofMinutes(9));
        assertThat(id(secret.current())).isEqualTo(id);
        assertThat(secret.status().lastError().orElseThrow()).contains("unknown role");
        advance(Duration.ofMinutes(2));
        assertThatThrownBy(secret::current)
                .isInstanceOf(LeaseExpiredException.class)
                .hasMessageContaining("unknown role");

        world.role("app", Map.of("default_ttl", "10m"));
        advance(Duration.ofMinutes(2));
        assertThat(world.hasAccount(id(secret.current()))).isTrue();
        assertThat(secret.status().lastError()).isEmpty();
    }

    @Test
    void aLeaseThatWasRevokedElsewhereIsReplaced() {
        World.Node other = world.start();
        RotatingSecret secret = world.broker().rotating(PATH);
        other.broker().leases().revoke(id(secret.current()));

        advance(Duration.ofMinutes(7));

        assertThat(secret.status().generation()).isEqualTo(2);
        assertThat(world.hasAccount(id(secret.current()))).isTrue();
    }

    @Test
    void theOldSecretIsServedWhileTheTargetIsDown() {
        RotatingSecret secret = world.broker().rotating(PATH);
        String id = id(secret.current());
        world.target.setDown(true);

        advance(Duration.ofMinutes(9));
        assertThat(id(secret.current())).isEqualTo(id);
        assertThat(secret.status().failures()).isBetween(3, 60);
        assertThat(secret.status().lastError()).isPresent();

        world.target.setDown(false);
        // The target's breaker may have opened for its longest pause, a minute, just before; then the next try counts.
        advance(Duration.ofMinutes(2));
        assertThat(secret.status().failures()).isZero();
        advance(Duration.ofMinutes(4));
        assertThat(world.hasAccount(id(secret.current()))).isTrue();
    }

    @Test
    void aTargetThatIsDownForLongIsAskedAgainOnceAMinute() {
        RotatingSecret secret = world.broker().rotating(PATH);
        world.target.setDown(true);
        advance(Duration.ofMinutes(15));
        assertThatThrownBy(secret::current)
                .isInstanceOf(LeaseExpiredException.class)
                .hasMessageContaining("answer");
        int before = world.events.of(LeaseholdEvent.RotationFailed.class).size();

        advance(Duration.ofMinutes(30));
        assertThat(world.events.of(LeaseholdEvent.RotationFailed.class).size() - before)
                .isBetween(20, 60);

        world.target.setDown(false);
        advance(Duration.ofMinutes(2));
        assertThat(world.hasAccount(id(secret.current()))).isTrue();
        world.checkInvariants();
    }

    @ParameterizedTest
    @EnumSource(
            value = AccountTarget.Fault.class,
            names = {"REFUSED", "REFUSED_HALFWAY", "ENGINE_BUG"})
    void aRenewalThatIsRefusedLeadsToAReplacement(AccountTarget.Fault fault) {
        RotatingSecret secret = world.broker().rotating(PATH);
        world.target.failNext(fault);

        advance(Duration.ofMinutes(9));

        assertThat(secret.status().generation()).isEqualTo(2);
        assertThat(world.hasAccount(id(secret.current()))).isTrue();
    }

    @Test
    void anUnexpectedFailureOfAnEngineDoesNotEndTheRotation() {
        RotatingSecret secret = world.broker().rotating(PATH);
        world.target.meanwhile(AccountTarget.Place.BEFORE_CONFIRMATION, () -> {
            throw new IllegalStateException("a bug");
        });
        secret.rotate();
        advance(Duration.ofMinutes(2));

        assertThat(secret.status().generation()).isEqualTo(2);
        assertThat(world.events.of(LeaseholdEvent.RotationFailed.class)).hasSize(1);
    }

    @Test
    void aReportedRefusalLeadsToOneFreshSecret() {
        RotatingSecret secret = world.broker().rotating(PATH);
        Secret refused = secret.current();
        for (int i = 0; i < 100; i++) {
            secret.reportRefused(refused);
        }
        advance(Duration.ofMillis(1));
        for (int i = 0; i < 100; i++) {
            secret.reportRefused(refused);
        }
        advance(Duration.ofSeconds(30));

        assertThat(secret.status().generation()).isEqualTo(2);
        assertThat(world.accounts()).hasSize(1);
    }

    @Test
    void refusalsThatAreReportedWhileTheFreshSecretIsOnItsWayAreNotRepeated() {
        RotatingSecret secret = world.broker().rotating(PATH);
        Secret refused = secret.current();
        world.target.meanwhile(AccountTarget.Place.AFTER_EFFECT, () -> {
            // A slow target: by now the first report is long past.
            world.time.advance(Duration.ofSeconds(5));
            secret.reportRefused(refused);
        });
        secret.reportRefused(refused);
        advance(Duration.ofSeconds(30));

        assertThat(secret.status().generation()).isEqualTo(2);
    }

    @Test
    void aSecretThatWasTakenBeforeARenewalCanBeReported() {
        RotatingSecret secret = world.broker().rotating(PATH);
        Secret taken = secret.current();
        advance(Duration.ofMinutes(7));
        assertThat(world.events.of(LeaseholdEvent.LeaseRenewed.class)).hasSize(1);

        secret.reportRefused(taken);
        advance(Duration.ofSeconds(1));

        assertThat(secret.status().generation()).isEqualTo(2);
    }

    @Test
    void aRefusalOfAFormerSecretChangesNothing() {
        RotatingSecret secret = world.broker().rotating(PATH);
        Secret former = secret.current();
        secret.rotate();
        advance(Duration.ofSeconds(1));

        secret.reportRefused(former);
        advance(Duration.ofSeconds(1));

        assertThat(secret.status().generation()).isEqualTo(2);
    }

    @Test
    void concurrentWishesMakeOneRotation() {
        RotatingSecret secret = world.broker().rotating(PATH);
        world.target.meanwhile(AccountTarget.Place.AFTER_EFFECT, secret::rotate);
        secret.rotate();
        secret.rotate();
        advance(Duration.ofSeconds(5));

        assertThat(secret.status().generation()).isEqualTo(2);
    }

    @Test
    void aWishDuringARenewalIsFulfilledAfterIt() {
        RotatingSecret secret = world.broker().rotating(PATH);
        world.time.advance(Duration.ofMinutes(7));
        world.events.clear();
        boolean[] asked = new boolean[1];
        world.target.duringExtension(() -> {
            asked[0] = true;
            secret.rotate();
        });
        advance(Duration.ofSeconds(5));

        assertThat(asked[0]).isTrue();
        assertThat(secret.status().generation()).isEqualTo(2);
    }

    @Test
    void listenersThatThrowHarmNobody() {
        RotatingSecret secret = world.broker().rotating(PATH);
        int[] told = new int[1];
        secret.subscribe(rotation -> {
            throw new IllegalStateException("a bad listener");
        });
        secret.subscribe(rotation -> told[0]++);
        secret.rotate();
        advance(Duration.ofSeconds(5));

        assertThat(told[0]).isEqualTo(1);
        assertThat(world.accounts()).hasSize(1);
        assertThat(secret.status().draining()).isZero();
    }

    @Test
    void aFaultAtAnyCallOfTheFirstFetchLeavesNoLease() {
        boolean hit = true;
        for (int nth = 1; hit; nth++) {
            World fresh = World.ready(true);
            fresh.node().interactions().spoil(nth, Interactions.Fault.UNAVAILABLE);
            int held = 0;
            try {
                fresh.broker().rotating(PATH);
                held = 1;
            } catch (LeaseholdException e) {
                assertThat(e).hasMessageContaining("by order of the test");
            }
            hit = fresh.node().interactions().heal();
            fresh.pass(Duration.ofMinutes(2));
            assertThat(fresh.rows()).as("after call " + nth).hasSize(held);
            fresh.checkInvariants();
        }
    }

    @Test
    void aFaultAtAnyCallOfARotationLeavesOneLease() {
        boolean hit = true;
        for (int nth = 1; hit; nth++) {
            World fresh = World.ready(true);
            RotatingSecret secret = fresh.broker().rotating(PATH);
            secret.rotate();
            fresh.node().interactions().spoil(nth, Interactions.Fault.UNAVAILABLE);
            fresh.node().scheduler().runDue();
            hit = fresh.node().interactions().heal();
            fresh.pass(Duration.ofMinutes(2));
            assertThat(fresh.rows()).as("after call " + nth).hasSize(1);
            assertThat(fresh.hasAccount(id(secret.current()))).isTrue();
        }
    }

    @Test
    void closingTwiceIsHarmless() {
        RotatingSecret secret = world.broker().rotating(PATH);
        secret.close();
        assertThatCode(secret::close).doesNotThrowAnyException();
        assertThat(world.accounts()).isEmpty();
        advance(Duration.ofHours(2));
        assertThat(world.events.of(LeaseholdEvent.SecretRotated.class)).isEmpty();
    }

    private void advance(Duration duration) {
        world.node().scheduler().advance(duration);
    }

    private static String id(Secret secret) {
        return secret.lease().orElseThrow().id();
    }
}
