package io.leasehold.testkit.broker;

import java.time.Duration;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Random interleavings of callers, expiry, killed processes, and failing stores and targets, with one process or two on one
 * store: after every step the invariants hold, and in the end nothing is left.
 */
class LeaseModelProperties {

    @Property(tries = 30)
    void oneProcessWithAnExclusionKeepsTheProtocol(@ForAll("oneWithExclusion") ActionChain<LeaseModel> chain) {
        run(chain);
    }

    @Property(tries = 30)
    void oneProcessWithoutAnExclusionKeepsTheProtocol(@ForAll("oneWithoutExclusion") ActionChain<LeaseModel> chain) {
        run(chain);
    }

    @Property(tries = 30)
    void twoProcessesWithAnExclusionKeepTheProtocol(@ForAll("twoWithExclusion") ActionChain<LeaseModel> chain) {
        run(chain);
    }

    @Property(tries = 30)
    void twoProcessesWithoutAnExclusionKeepTheProtocol(@ForAll("twoWithoutExclusion") ActionChain<LeaseModel> chain) {
        run(chain);
    }

    private static void run(ActionChain<LeaseModel> chain) {
        LeaseModel end = chain.withInvariant("protocol", LeaseModel::check).run();
        end.world().checkEverythingEnds();
    }

    @Provide
    Arbitrary<ActionChain<LeaseModel>> oneWithExclusion() {
        return chains(true, 1);
    }

    @Provide
    Arbitrary<ActionChain<LeaseModel>> oneWithoutExclusion() {
        return chains(false, 1);
    }

    @Provide
    Arbitrary<ActionChain<LeaseModel>> twoWithExclusion() {
        return chains(true, 2);
    }

    @Provide
    Arbitrary<ActionChain<LeaseModel>> twoWithoutExclusion() {
        return chains(false, 2);
    }

    private static Arbitrary<ActionChain<LeaseModel>> chains(boolean exclusion, int processes) {
        Arbitrary<Integer> process = Arbitraries.integers().between(0, 1);
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 9);
        Arbitrary<String> role = Arbitraries.of("app", "short", "loop");
        Arbitrary<Duration> pause = Arbitraries.of(1, 5, 31, 60).map(Duration::ofSeconds);
        return ActionChain.startWith(() -> new LeaseModel(exclusion, processes))
                .withAction(
                        8,
                        independent(() -> Combinators.combine(process, role)
                                .as((on, of) -> step("issue " + of + " on " + on, model -> model.issue(on, of)))))
                .withAction(
                        5,
                        independent(() -> Combinators.combine(process, which, increments())
                                .as((on, of, by) -> step(
                                        "renew " + of + " by " + by + " on " + on, model -> model.renew(on, of, by)))))
                .withAction(
                        3,
                        independent(() -> Combinators.combine(process, which)
                                .as((on, of) -> step("revoke " + of + " on " + on, model -> model.revoke(on, of)))))
                .withAction(
                        1,
                        independent(() -> Combinators.combine(process, role)
                                .as((on, of) ->
                                        step("revoke all " + of + " on " + on, model -> model.revokePrefix(on, of)))))
                .withAction(
                        1,
                        independent(() -> Combinators.combine(process, which)
                                .as((on, of) -> step("force " + of + " on " + on, model -> model.force(on, of)))))
                .withAction(
                        6,
                        independent(() -> Arbitraries.of(1, 11, 35, 100, 700)
                                .map(Duration::ofSeconds)
                                .map(time -> step("pass " + time, model -> model.pass(time)))))
                .withAction(
                        3,
                        independent(() -> Arbitraries.of(AccountTarget.Fault.class)
                                .map(fault -> step("next " + fault, model -> {
                                    model.world().target.failNext(fault);
                                    model.world().other.failNext(fault);
                                }))))
                .withAction(
                        2,
                        independent(() -> Arbitraries.of(true, false)
                                .map(down -> step(
                                        "down " + down,
                                        model -> model.world().target.setDown(down)))))
                .withAction(
                        2,
                        independent(() -> Arbitraries.of(true, false)
                                .map(no -> step(
                                        "refusing " + no,
                                        model -> model.world().target.setRefusing(no)))))
                .withAction(
                        2,
                        independent(() -> Combinators.combine(Arbitraries.of(AccountTarget.Place.class), process, pause)
                                .as((place, on, time) -> step(
                                        "meanwhile " + place + " on " + on + " for " + time,
                                        model -> model.meanwhile(place, on, bounded(place, time))))))
                .withAction(2, independent(() -> process.map(on -> step("kill " + on, model -> model.kill(on)))))
                .withAction(
                        5,
                        independent(() -> Combinators.combine(
                                        process,
                                        Arbitraries.integers().between(1, 12),
                                        Arbitraries.of(Interactions.Fault.class))
                                .as((on, nth, fault) -> step(
                                        "spoil " + nth + " of " + on + " by " + fault,
                                        model -> model.spoil(on, nth, fault)))))
                .withMaxTransformations(40);
    }

    private static Arbitrary<Duration> increments() {
        return Arbitraries.of(20, 300, 7200).map(Duration::ofSeconds).injectNull(0.3);
    }

    /** Between the last look and the effect an engine has no more time than its settle time, as it promised. */
    private static Duration bounded(AccountTarget.Place place, Duration time) {
        boolean promised = place == AccountTarget.Place.BEFORE_EFFECT;
        return promised && time.compareTo(AccountEngine.SETTLE_TIME) >= 0 ? Duration.ofSeconds(10) : time;
    }

    private static Action.Independent<LeaseModel> independent(Action.Independent<LeaseModel> action) {
        return action;
    }

    private static Transformer<LeaseModel> step(String label, Consumer<LeaseModel> action) {
        return Transformer.mutate(label, action);
    }
}
