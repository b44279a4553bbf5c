package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Lease;
import io.leasehold.MountInfo;
import io.leasehold.Secret;
import io.leasehold.error.LeaseholdException;
import io.leasehold.lease.LeaseState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of a scenario to store or target fails once, before or after its effect, or is where the process dies. The
 * invariants hold at once; a credential was handed out only if its lease is active; and when deadline, settle time and the
 * longest claim have passed, what is left is a whole lease or nothing.
 */
class FaultPointsTest {

    private static final String PATH = World.MOUNT + "/creds/app";

    /** Deadline 30 s, settle time 20 s, a claim of 30 s, and a reaper's interval. */
    private static final Duration RECOVERY = Duration.ofSeconds(30 + 20 + 30 + 1);

    /** One thing that a caller or the background does. */
    private record Scenario(Consumer<World> prepare, Consumer<World> run) {}

    @ParameterizedTest(name = "{0}, {1}, exclusion {2}, until healed {3}")
    @MethodSource
    void aFaultAtAnyCallLeavesAWholeLeaseOrNothing(
            Scenario scenario, Interactions.Fault fault, boolean exclusion, boolean lasting) {
        int points = 0;
        while (survives(scenario, fault, exclusion, lasting, points + 1)) {
            points++;
        }
        assertThat(points).as("calls that failed").isPositive();
    }

    static List<Arguments> aFaultAtAnyCallLeavesAWholeLeaseOrNothing() {
        return Stream.of(Interactions.Fault.values())
                .flatMap(fault -> scenarios().stream()
                        .flatMap(scenario -> Stream.of(true, false)
                                .flatMap(exclusion -> Stream.of(true, false)
                                        .filter(lasting -> !lasting || !fault.isDeath())
                                        .map(lasting -> Arguments.of(scenario, fault, exclusion, lasting)))))
                .toList();
    }

    private static List<Named<Scenario>> scenarios() {
        Consumer<World> issue = world -> world.broker().read(PATH);
        return List.of(
                Named.of("issue", new Scenario(world -> {}, FaultPointsTest::issueAndCheck)),
                Named.of(
                        "extend",
                        new Scenario(issue, world -> world.broker().leases().renew(id(world), Duration.ofMinutes(40)))),
                Named.of(
                        "shorten",
                        new Scenario(issue, world -> world.broker().leases().renew(id(world), Duration.ofMinutes(2)))),
                Named.of(
                        "revoke",
                        new Scenario(issue, world -> world.broker().leases().revoke(id(world)))),
                Named.of("expire", new Scenario(issue, FaultPointsTest::expire)),
                Named.of(
                        "creation that fails half-way",
                        new Scenario(
                                world -> world.target.failNext(AccountTarget.Fault.REFUSED_HALFWAY),
                                FaultPointsTest::issueAndCheck)),
                Named.of(
                        "creation that is overtaken",
                        new Scenario(FaultPointsTest::overtake, FaultPointsTest::issueAndCheck)),
                Named.of(
                        "disable",
                        new Scenario(issue, world -> world.broker().mounts().disable(World.MOUNT))));
    }

    /** Returns whether the scenario was long enough for its n-th call to fail. */
    private static boolean survives(
            Scenario scenario, Interactions.Fault fault, boolean exclusion, boolean lasting, int nth) {
        World world = World.ready(exclusion);
        World.Node other = world.start();
        scenario.prepare().accept(world);
        Interactions interactions = world.node().interactions();
        if (lasting) {
            interactions.spoilFrom(nth, fault);
        } else {
            interactions.spoil(nth, fault);
        }
        try {
            scenario.run().accept(world);
        } catch (LeaseholdException e) {
            assertThat(e).hasMessageNotContaining("password");
        } catch (ProcessDied died) {
            assertThat(fault.isDeath()).isTrue();
        }
        world.checkInvariants();
        boolean hit = interactions.heal();
        if (world.buryDead() > 0) {
            world.start();
        }
        world.heal();
        recover(world, other);
        world.checkEverythingEnds();
        return hit;
    }

    private static void recover(World world, World.Node other) {
        world.pass(RECOVERY);
        world.checkInvariants();
        assertThat(world.rows())
                .as("what is left after recovery")
                .allSatisfy(row -> assertThat(row.state()).isEqualTo(LeaseState.ACTIVE));
        MountInfo mount = other.broker().mounts().list().get(World.MOUNT + "/");
        if (mount == null) {
            assertThat(world.rows()).as("leases of a mount that is gone").isEmpty();
            return;
        }
        assertThat(mount.disabling()).as("a mount that stays half disabled").isFalse();
        assertThat(other.broker().read(PATH).lease()).as("the next request").isPresent();
    }

    private static void issueAndCheck(World world) {
        Secret secret = world.broker().read(PATH);
        Optional<Lease> lease = secret.lease();
        assertThat(lease)
                .hasValueSatisfying(
                        issued -> assertThat(world.row(issued.id()).state()).isEqualTo(LeaseState.ACTIVE));
    }

    private static void expire(World world) {
        World.Node node = world.node();
        world.time.advance(Duration.ofMinutes(11));
        node.scheduler().runDue();
        world.time.advance(Duration.ofSeconds(2));
        node.scheduler().runDue();
    }

    /** The creation stalls after its effect until another process has taken it back. */
    private static void overtake(World world) {
        World.Node other = world.nodes().get(1);
        world.target.meanwhile(AccountTarget.Place.AFTER_EFFECT, () -> {
            for (int i = 0; i < 4; i++) {
                world.time.advance(Duration.ofSeconds(31));
                other.scheduler().runDue();
            }
        });
    }

    private static String id(World world) {
        return world.rows().get(0).id();
    }
}
