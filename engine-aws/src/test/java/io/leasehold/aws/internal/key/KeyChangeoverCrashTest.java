package io.leasehold.aws.internal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.key.Interruptions.Killed;
import io.leasehold.aws.standin.AwsError;
import io.leasehold.aws.standin.Faults;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rotation that fails, or whose process ends, at every access to the store and at every request to AWS. */
class KeyChangeoverCrashTest {

    private static final int MORE_POINTS_THAN_THERE_ARE = 60;
    private static final int MORE_REQUESTS_THAN_THERE_ARE = 30;

    /** What happens at an access to the store, which stands for all that a process does between two of them. */
    enum StoreFailure {
        KILLED(Killed::new),
        UNAVAILABLE(() -> new StorageException(Reason.UNAVAILABLE, "the store is away", null)),
        UNKNOWN(() -> new StorageException(Reason.OUTCOME_UNKNOWN, "the store's answer was lost", null)),
        UNEXPECTED(() -> new IllegalStateException("a bug"));

        @SuppressWarnings("ImmutableEnumChecker") // functions without state
        private final Supplier<? extends Throwable> failure;

        StoreFailure(Supplier<? extends Throwable> failure) {
            this.failure = failure;
        }
    }

    /** What happens to a request. */
    enum RequestFailure {
        REFUSED(false, plan -> plan.fail(AwsError.accessDenied("not authorized"))),
        THROTTLED(false, plan -> plan.fail(AwsError.throttling())),
        BUSY(false, plan -> plan.fail(AwsError.concurrentModification())),
        FAILED_BEFORE(false, plan -> plan.fail(AwsError.serviceFailure())),
        FAILED_AFTER(false, plan -> plan.failAfterEffect(AwsError.serviceFailure())),
        LOST_ON_THE_WAY(false, Faults.Plan::loseRequest),
        ANSWER_LOST(false, Faults.Plan::loseResponse),
        KILLED_BEFORE(true, Faults.Plan::loseRequest),
        KILLED_AFTER(true, Faults.Plan::loseResponse);

        private final boolean kills;

        @SuppressWarnings("ImmutableEnumChecker") // functions without state
        private final Consumer<Faults.Plan> planned;

        RequestFailure(boolean kills, Consumer<Faults.Plan> planned) {
            this.kills = kills;
            this.planned = planned;
        }

        boolean isAnswerLost() {
            return this == ANSWER_LOST || this == KILLED_AFTER;
        }
    }

    static Stream<Arguments> storeFailures() {
        return Stream.of(KeyFixture.Kind.values())
                .flatMap(kind -> Stream.of(StoreFailure.values())
                        .filter(failure -> kind == KeyFixture.Kind.ITSELF || failure == StoreFailure.KILLED)
                        .map(failure -> Arguments.of(kind, failure)));
    }

    static Stream<Arguments> requestFailures() {
        return Stream.of(KeyFixture.Kind.values())
                .flatMap(kind -> Stream.of(RequestFailure.values())
                        .filter(failure -> kind == KeyFixture.Kind.ITSELF || failure.isAnswerLost())
                        .map(failure -> Arguments.of(kind, failure)));
    }

    @ParameterizedTest
    @MethodSource("storeFailures")
    void atAnyAccessToTheStore(KeyFixture.Kind kind, StoreFailure failure) {
        int points = 0;
        for (int point = 0; point < MORE_POINTS_THAN_THERE_ARE; point++) {
            try (KeyFixture world = new KeyFixture(kind)) {
                world.interruptions.arm(point, failure.failure);
                attempt(world);
                boolean reached = world.interruptions.wasReached();
                world.interruptions.disarm();
                expectOneKey(world, kind, failure + " at point " + point);
                if (!reached) {
                    break;
                }
                points++;
            }
        }
        assertThat(points).isBetween(15, MORE_POINTS_THAN_THERE_ARE - 1);
    }

    @ParameterizedTest
    @MethodSource("requestFailures")
    void atAnyRequest(KeyFixture.Kind kind, RequestFailure failure) {
        int requests = 0;
        for (int request = 0; request < MORE_REQUESTS_THAN_THERE_ARE; request++) {
            try (KeyFixture world = new KeyFixture(kind)) {
                int at = request;
                failure.planned.accept(
                        world.aws.faults().on(Faults.ANY).skip(at).times(1));
                if (failure.kills) {
                    world.aws.faults().on(Faults.ANY).skip(at).always().loseRequest();
                    world.interruptions.killWhen(
                            () -> world.aws.log().requests().size() > at);
                }
                attempt(world);
                boolean reached = world.aws.log().requests().size() > at;
                world.aws.faults().clear();
                world.interruptions.disarm();
                expectOneKey(world, kind, failure + " at request " + request);
                if (!reached) {
                    break;
                }
                requests++;
            }
        }
        assertThat(requests).isBetween(6, MORE_REQUESTS_THAN_THERE_ARE - 1);
    }

    private static void attempt(KeyFixture world) {
        try {
            world.changeover().rotate(world.journal, world.owner);
        } catch (LeaseholdException | IllegalStateException | Killed failed) {
            // What matters is what becomes of it.
        }
    }

    /** Nobody is locked out in between, and in the end there is one key, which is new, known, and works. */
    private static void expectOneKey(KeyFixture world, KeyFixture.Kind kind, String when) {
        if (kind != KeyFixture.Kind.FIRST) {
            assertThat(world.works(world.owner.used.orElseThrow()))
                    .as("the key in use works after %s", when)
                    .isTrue();
        }
        assertThat(world.recovers())
                .as(
                        "recovers from %s: %s %s",
                        when, world.journal.state(), world.journal.state().lastError())
                .isTrue();
        assertThat(world.owner.used).as(when).isPresent();
        RootSettings.Key used = world.owner.used.orElseThrow();
        assertThat(world.journal.state().accessKey()).as(when).isEqualTo(used.id());
        assertThat(used.id()).as(when).isNotEqualTo(world.firstKey);
        assertThat(world.works(used)).as(when).isTrue();
        assertThat(world.aws.keysOf(KeyFixture.USER)).as(when).containsExactly(used.id());
        assertThat(world.journal.state().lastError()).as(when).isEmpty();
        assertThat(world.journal.state().settleError()).as(when).isEmpty();
    }
}
