package io.leasehold.internal.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StandingProperties {

    private static final Set<String> NOBODY = Set.of();

    /** A number below zero stands for one that is missing. */
    @Property
    void whatIsRaisedAndClearedAlwaysTakesTurns(
            @ForAll @Size(max = 60) List<@DoubleRange(min = -20, max = 200) Double> numbers) {
        Standing standing = Standing.NONE;
        boolean stands = false;
        for (double number : numbers) {
            Standing.Change change = standing.with(number < 0 ? List.of() : List.of(finding("a", number)), NOBODY);
            assertThat(change.raised().size() + change.cleared().size()).isLessThanOrEqualTo(1);
            if (!change.raised().isEmpty()) {
                assertThat(stands).isFalse();
                assertThat(number).isGreaterThan(100);
                stands = true;
            }
            if (!change.cleared().isEmpty()) {
                assertThat(stands).isTrue();
                assertThat(number).isLessThanOrEqualTo(90);
                stands = false;
            }
            if (number > 100) {
                assertThat(stands).isTrue();
            }
            if (number >= 0 && number <= 90) {
                assertThat(stands).isFalse();
            }
            standing = change.standing();
            assertThat(standing.alerts().containsKey(key("a"))).isEqualTo(stands);
        }
    }

    @Property
    void subjectsDoNotTouchEachOther(
            @ForAll @Size(max = 30) List<@IntRange(max = 199) Integer> ones,
            @ForAll @Size(max = 30) List<@IntRange(max = 199) Integer> others) {
        Standing together = Standing.NONE;
        Standing alone = Standing.NONE;
        for (int i = 0; i < ones.size(); i++) {
            List<Finding> both = new ArrayList<>(List.of(finding("a", ones.get(i))));
            if (i < others.size()) {
                both.add(finding("b", others.get(i)));
            }
            together = together.with(both, NOBODY).standing();
            alone = alone.with(List.of(finding("a", ones.get(i))), NOBODY).standing();
            assertThat(together.alerts().get(key("a"))).isEqualTo(alone.alerts().get(key("a")));
        }
    }

    @Example
    void betweenBothThresholdsNothingChanges() {
        Standing raised = Standing.NONE.with(List.of(finding("a", 101)), NOBODY).standing();

        assertThat(raised.with(List.of(finding("a", 95)), NOBODY).cleared()).isEmpty();
        assertThat(Standing.NONE.with(List.of(finding("a", 95)), NOBODY).raised())
                .isEmpty();
    }

    @Example
    void anAlertWhoseTargetDoesNotAnswerStaysAsLongAsThatLasts() {
        Standing standing = Standing.NONE
                .with(List.of(finding("db/shop", 101), finding("db/other", 101)), NOBODY)
                .standing();
        Set<Finding.Key> cleared = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Standing.Change change = standing.with(List.of(), Set.of("db/shop"));
            change.cleared().forEach(finding -> cleared.add(finding.key()));
            standing = change.standing();
        }

        assertThat(cleared).containsExactly(key("db/other"));
        assertThat(standing.alerts()).containsOnlyKeys(key("db/shop"));
        assertThat(standing.with(List.of(), Set.of("db")).cleared()).isEmpty();
    }

    @Example
    void anAlertWhoseNumberIsGoneIsClearedAfterThreeLooks() {
        Standing standing =
                Standing.NONE.with(List.of(finding("a", 101)), NOBODY).standing();
        int looks = 0;
        Standing.Change change;
        do {
            looks++;
            change = standing.with(List.of(), NOBODY);
            standing = change.standing();
        } while (change.cleared().isEmpty());

        assertThat(looks).isEqualTo(Standing.ABSENCES);
        assertThat(change.cleared()).containsExactly(finding("a", 101));
    }

    private static Finding.Key key(String subject) {
        return new Finding.Key(Rule.DATABASE_LEASES, subject);
    }

    private static Finding finding(String subject, double value) {
        return new Finding(key(subject), value, 100);
    }
}
