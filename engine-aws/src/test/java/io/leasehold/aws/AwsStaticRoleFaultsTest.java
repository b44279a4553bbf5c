package io.leasehold.aws;

import static io.leasehold.aws.world.StaticWorld.USER;
import static io.leasehold.aws.world.StaticWorld.twoHourly;
import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.aws.standin.AwsError;
import io.leasehold.aws.standin.Faults;
import io.leasehold.aws.world.StaticWorld;
import io.leasehold.aws.world.StoreFaults;
import io.leasehold.error.LeaseholdException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of keys when a request or an access to the store fails, at whatever step: of a new role, of a rotation, of a deletion.
 * In the end the user has the keys that the broker knows and somebody else's, and no other.
 */
class AwsStaticRoleFaultsTest {

    private static final String APP = "app";

    private static AwsStaticRole.Builder role() {
        return twoHourly().previousKeyGrace(Duration.ofMinutes(2));
    }

    /** A way in which a request can fail. */
    enum Failure {
        REFUSED(plan -> plan.fail(AwsError.accessDenied("not authorized"))),
        THROTTLED(plan -> plan.fail(AwsError.throttling())),
        FAILED_BEFORE(plan -> plan.fail(AwsError.serviceFailure())),
        FAILED_AFTER(plan -> plan.failAfterEffect(AwsError.serviceFailure())),
        LOST_ON_THE_WAY(Faults.Plan::loseRequest),
        ANSWER_LOST(Faults.Plan::loseResponse);

        @SuppressWarnings("ImmutableEnumChecker") // functions without state
        private final Consumer<Faults.Plan> planned;

        Failure(Consumer<Faults.Plan> planned) {
            this.planned = planned;
        }
    }

    /** What is done when it fails. */
    private enum Deed {
        CREATION(node -> node.write(APP, role())),
        ROTATION(node -> node.rotate(APP)),
        ROTATION_WITHIN_THE_GRACE(node -> node.rotate(APP)),
        DELETION(node -> node.delete(APP));

        @SuppressWarnings("ImmutableEnumChecker") // functions without state
        private final Consumer<StaticWorld.Node> done;

        Deed(Consumer<StaticWorld.Node> done) {
            this.done = done;
        }

        void prepare(StaticWorld world) {
            if (this != CREATION) {
                world.first().write(APP, role());
            }
            if (this == ROTATION_WITHIN_THE_GRACE || this == DELETION) {
                world.first().rotate(APP);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aRequestOfACreationMayFail(Failure failure) {
        everyRequest(Deed.CREATION, failure);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aRequestOfARotationMayFail(Failure failure) {
        everyRequest(Deed.ROTATION, failure);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aRequestOfARotationWithinTheGraceMayFail(Failure failure) {
        everyRequest(Deed.ROTATION_WITHIN_THE_GRACE, failure);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aRequestOfADeletionMayFail(Failure failure) {
        everyRequest(Deed.DELETION, failure);
    }

    @ParameterizedTest
    @EnumSource(StoreFaults.Kind.class)
    void anAccessOfACreationMayFail(StoreFaults.Kind kind) {
        everyAccess(Deed.CREATION, kind);
    }

    @ParameterizedTest
    @EnumSource(StoreFaults.Kind.class)
    void anAccessOfARotationMayFail(StoreFaults.Kind kind) {
        everyAccess(Deed.ROTATION, kind);
    }

    @ParameterizedTest
    @EnumSource(StoreFaults.Kind.class)
    void anAccessOfARotationWithinTheGraceMayFail(StoreFaults.Kind kind) {
        everyAccess(Deed.ROTATION_WITHIN_THE_GRACE, kind);
    }

    @ParameterizedTest
    @EnumSource(StoreFaults.Kind.class)
    void anAccessOfADeletionMayFail(StoreFaults.Kind kind) {
        everyAccess(Deed.DELETION, kind);
    }

    private static void everyRequest(Deed deed, Failure failure) {
        boolean came = true;
        int step = 0;
        for (; came; step++) {
            try (StaticWorld world = new StaticWorld()) {
                deed.prepare(world);
                int before = world.aws().log().actions().size();
                failure.planned.accept(
                        world.aws().faults().on(Faults.ANY).skip(step).times(1));
                attempt(deed, world.first());
                came = world.aws().log().actions().size() - before > step;
                world.aws().faults().clear();
                verify(deed, world, world.first(), failure + " at request " + step);
            }
        }
        assertThat(step).as("requests").isGreaterThan(3);
    }

    /** A broker that has died is followed by another one. */
    private static void everyAccess(Deed deed, StoreFaults.Kind kind) {
        boolean came = true;
        int step = 0;
        for (; came; step++) {
            try (StaticWorld world = new StaticWorld()) {
                deed.prepare(world);
                world.first().faults().plan(kind, step);
                attempt(deed, world.first());
                came = world.first().faults().hasStruck();
                world.first().faults().clear();
                boolean dead = kind == StoreFaults.Kind.DIES_BEFORE || kind == StoreFaults.Kind.DIES_AFTER;
                verify(deed, world, dead ? world.start() : world.first(), kind + " at access " + step);
            }
        }
        assertThat(step).as("accesses").isGreaterThan(8);
    }

    private static void attempt(Deed deed, StaticWorld.Node node) {
        try {
            deed.done.accept(node);
        } catch (LeaseholdException failed) {
            assertThat(failed.getMessage()).isNotBlank();
        }
    }

    /** Whatever it was, it ends by itself or by being asked for again; and the other key of the user is not touched. */
    private static void verify(Deed deed, StaticWorld world, StaticWorld.Node node, String what) {
        if (deed == Deed.DELETION) {
            assertThat(world.comes(() -> isGone(world, node))).as(what).isTrue();
            assertThat(world.aws().keysOf(USER)).as(what).isEmpty();
            node.write(APP, role());
        } else {
            world.pass(Duration.ofMinutes(5));
            write(world, node, what);
        }
        AwsStaticCredentials key = node.credentials(APP);
        assertThat(world.works(key)).as(what).isTrue();
        assertThat(world.comes(() -> world.aws()
                        .keysOf(USER)
                        .equals(Set.of(node.credentials(APP).accessKey()))))
                .as(what)
                .isTrue();
        assertThat(world.works(node.credentials(APP))).as(what).isTrue();
    }

    private static boolean isGone(StaticWorld world, StaticWorld.Node node) {
        if (node.broker().list("aws/static-roles").isEmpty()) {
            return true;
        }
        try {
            node.delete(APP);
        } catch (LeaseholdException notYet) {
            return false;
        }
        return world.aws().keysOf(USER).isEmpty();
    }

    /** Until it is taken: somebody who has died may still have a claim. */
    private static void write(StaticWorld world, StaticWorld.Node node, String what) {
        assertThat(world.comes(() -> {
                    try {
                        node.write(APP, role());
                        node.credentials(APP);
                        return true;
                    } catch (LeaseholdException notYet) {
                        return false;
                    }
                }))
                .as(what)
                .isTrue();
    }
}
