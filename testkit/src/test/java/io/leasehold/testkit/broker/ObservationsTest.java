package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.leasehold.RotatingSecret;
import io.leasehold.RotationStatus;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import io.leasehold.alert.Alert;
import io.leasehold.alert.AlertRules;
import io.leasehold.error.ClosedException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.event.Origin;
import io.leasehold.lease.LeaseState;
import io.leasehold.observe.LeaseTally;
import io.leasehold.observe.TargetStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a broker says of itself, asked and by events. */
class ObservationsTest {

    private static final Origin APP = new Origin(World.MOUNT, "creds/app");

    private final World world = World.ready(true);

    @Test
    void leasesAreTalliedByMountRoleAndState() {
        world.role("other", Map.of("default_ttl", "10m"));
        issue("app");
        issue("app");
        String stuck = issue("other");
        world.target.setRefusing(true);
        world.other.setRefusing(true);
        assertThat(fails(() -> world.broker().leases().revoke(stuck))).isTrue();

        assertThat(world.broker().observations().leases())
                .containsExactly(
                        new LeaseTally(World.MOUNT, "creds/app", LeaseState.ACTIVE, 2),
                        new LeaseTally(World.MOUNT, "creds/other", LeaseState.REVOKING, 1));
    }

    @Test
    void leasesOfAMountThatHasNotBegunHereAreTalliedUnderItsPath() {
        issue("app");
        world.kill(world.node());
        world.start();

        assertThat(world.broker().observations().leases())
                .containsExactly(new LeaseTally(World.MOUNT, "creds/app", LeaseState.ACTIVE, 1));
        assertThat(world.broker().observations().measurements().measurements()).isEmpty();
    }

    @Test
    void targetsAreShownWithTheirMountAndStateAndWhy() {
        issue("app");
        TargetStatus up = target();
        assertThat(up.mount()).isEqualTo(World.MOUNT);
        assertThat(up.state()).isEqualTo(TargetStatus.State.UP);
        assertThat(up.running()).isZero();
        assertThat(up.concurrency()).isEqualTo(4);
        assertThat(up.lastError()).isEmpty();

        world.target.setDown(true);
        assertThat(fails(() -> issue("app"))).isTrue();
        assertThat(target().state()).isEqualTo(TargetStatus.State.SUSPECT);
        assertThat(target().lastError()).isNotEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(fails(() -> issue("app"))).isTrue();
        }
        assertThat(target().state()).isEqualTo(TargetStatus.State.DOWN);

        world.target.setDown(false);
        world.pass(Duration.ofMinutes(2));
        issue("app");
        assertThat(target().state()).isEqualTo(TargetStatus.State.UP);
        assertThat(target().lastError()).isEmpty();
    }

    @Test
    void secretsAreShownWhileTheyAreOpenAndGrowOlder() {
        RotatingSecret secret = world.broker().rotating(World.MOUNT + "/creds/app");
        world.pass(Duration.ofMinutes(8));
        assertThat(secrets()).singleElement().satisfies(status -> {
            assertThat(status.generation()).isEqualTo(1);
            assertThat(status.age())
                    .as("a renewal makes nothing younger")
                    .isBetween(Duration.ofMinutes(8), Duration.ofMinutes(9));
        });
        secret.rotate();
        world.work();
        assertThat(secrets()).singleElement().satisfies(status -> {
            assertThat(status.generation()).isEqualTo(2);
            assertThat(status.age()).isLessThan(Duration.ofMinutes(1));
        });
        secret.close();
        assertThat(secrets()).isEmpty();
    }

    @Test
    void eventsTellOriginsAndHowLongItTook() {
        String id = issue("app");
        world.broker().leases().renew(id);
        world.pass(Duration.ofMinutes(12));

        assertThat(world.events.of(LeaseholdEvent.LeaseIssued.class))
                .singleElement()
                .satisfies(issued -> {
                    assertThat(issued.origin()).isEqualTo(APP);
                    assertThat(issued.took()).isGreaterThanOrEqualTo(Duration.ZERO);
                });
        assertThat(world.events.of(LeaseholdEvent.LeaseRenewed.class))
                .singleElement()
                .satisfies(renewed -> assertThat(renewed.origin()).isEqualTo(APP));
        assertThat(world.events.of(LeaseholdEvent.LeaseRevoked.class))
                .singleElement()
                .satisfies(revoked -> {
                    assertThat(revoked.origin()).isEqualTo(APP);
                    assertThat(revoked.cause()).isEqualTo(LeaseholdEvent.Cause.EXPIRED);
                    assertThat(revoked.overdue()).isLessThan(Duration.ofMinutes(2));
                });
    }

    @Test
    void aLeaseThatExpiredWhileItsTargetWasDownIsOverdueByThatMuch() {
        issue("app");
        world.target.setDown(true);
        world.pass(Duration.ofMinutes(40));
        world.target.setDown(false);
        world.pass(Duration.ofMinutes(5));

        assertThat(world.events.of(LeaseholdEvent.LeaseRevoked.class))
                .singleElement()
                .satisfies(revoked ->
                        assertThat(revoked.overdue()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(36)));
        assertThat(world.events.of(LeaseholdEvent.RevocationFailed.class))
                .isNotEmpty()
                .allSatisfy(failed -> assertThat(failed.origin()).isEqualTo(APP));
    }

    @Test
    void aFormerSecretThatIsLetGoIsTold() {
        RotatingSecret secret = world.broker().rotating(World.MOUNT + "/creds/app");
        List<AutoCloseable> holds = new ArrayList<>();
        secret.subscribe(rotation -> holds.add(rotation.hold(Duration.ofMinutes(3))));
        secret.rotate();
        world.work();
        assertThat(world.events.of(LeaseholdEvent.SecretDrained.class)).isEmpty();
        world.pass(Duration.ofMinutes(5));

        assertThat(holds).hasSize(1);
        assertThat(world.events.of(LeaseholdEvent.SecretDrained.class))
                .singleElement()
                .satisfies(drained -> {
                    assertThat(drained.path()).isEqualTo(World.MOUNT + "/creds/app");
                    assertThat(drained.generation()).isEqualTo(1);
                    assertThat(drained.held()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
                });
    }

    @Test
    void aLimitThatIsReachedIsTold() {
        world.broker().write("sys/quotas/lease-count/few", Map.of("path", World.MOUNT + "/creds/app", "max_leases", 1));
        issue("app");
        assertThat(fails(() -> issue("app"))).isTrue();

        assertThat(world.events.of(LeaseholdEvent.LimitReached.class))
                .singleElement()
                .satisfies(reached -> assertThat(reached.origin()).isEqualTo(APP));
        assertThat(world.events.of(LeaseholdEvent.IssueFailed.class)).hasSize(1);
    }

    @Test
    void whoSubscribesLaterIsToldUntilTheEnd() {
        List<LeaseholdEvent> heard = new ArrayList<>();
        Subscription subscription = world.broker().subscribe(heard::add);
        issue("app");
        subscription.close();
        issue("app");

        assertThat(heard.stream().filter(LeaseholdEvent.LeaseIssued.class::isInstance))
                .hasSize(1);
    }

    @Test
    void renewalsThatFailRaiseAnAlertOnceAndClearIt() {
        World.Node node = world.start(builder -> builder.alerts(AlertRules.DEFAULT));
        String id = node.broker()
                .read(World.MOUNT + "/creds/app")
                .lease()
                .orElseThrow()
                .id();
        world.target.setRefusing(true);
        for (int i = 0; i < 4; i++) {
            assertThat(fails(() -> node.broker().leases().renew(id))).isTrue();
        }
        world.target.setRefusing(false);
        world.pass(Duration.ofMinutes(5));

        assertThat(node.broker().observations().alerts())
                .extracting(Alert::rule, Alert::subject)
                .containsExactly(tuple("RenewalsFailing", World.MOUNT));
        assertThat(world.broker().observations().alerts())
                .as("one that was not asked to watch")
                .isEmpty();
        world.pass(Duration.ofMinutes(20));

        assertThat(node.broker().observations().alerts()).isEmpty();
        assertThat(world.events.of(LeaseholdEvent.AlertRaised.class))
                .singleElement()
                .satisfies(raised -> {
                    assertThat(raised.value()).isEqualTo(100);
                    assertThat(raised.threshold()).isEqualTo(5);
                    assertThat(raised.advice()).isNotEmpty();
                });
        assertThat(world.events.of(LeaseholdEvent.AlertCleared.class)).hasSize(1);
    }

    @Test
    void aClosedBrokerCannotBeAskedForWhatIsInTheStore() {
        world.broker().close();

        assertThatThrownBy(() -> world.broker().observations().leases()).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> world.broker().observations().measurements()).isInstanceOf(ClosedException.class);
    }

    private List<RotationStatus> secrets() {
        return world.broker().observations().secrets();
    }

    private TargetStatus target() {
        return world.broker().observations().targets().stream()
                .filter(target -> target.id().equals(world.target.id()))
                .findFirst()
                .orElseThrow();
    }

    private String issue(String role) {
        Secret secret = world.broker().read(World.MOUNT + "/creds/" + role);
        return secret.lease().orElseThrow().id();
    }

    private static boolean fails(Runnable request) {
        try {
            request.run();
            return false;
        } catch (LeaseholdException e) {
            return true;
        }
    }
}
