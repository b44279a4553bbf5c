package io.leasehold.internal.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(100);
    private static final SealedBytes BODY = new SealedBytes(1, 1, new byte[] {1});
    private static final SealedBytes NEXT = new SealedBytes(1, 2, new byte[] {2});

    /** Changes that name their state, with the states that they may start from. */
    @SuppressWarnings("ImmutableEnumChecker") // pure functions and sets that nobody changes
    private enum Change {
        ACTIVATED(
                LeaseState.ACTIVE,
                row -> Transitions.activated(row, LATER, NEXT),
                LeaseState.PENDING,
                LeaseState.ACTIVE),
        RESERVED(
                LeaseState.ACTIVE,
                row -> Transitions.reserved(row, "token", LATER),
                LeaseState.PENDING,
                LeaseState.ACTIVE),
        RENEWED(
                LeaseState.ACTIVE,
                row -> Transitions.renewed(row, LATER, NEXT, true),
                LeaseState.PENDING,
                LeaseState.ACTIVE),
        REVOKING(LeaseState.REVOKING, row -> Transitions.revoking(row, "token", LATER), LeaseState.values()),
        QUEUED(LeaseState.REVOKING, row -> Transitions.queued(row, LATER), LeaseState.values()),
        FAILED(LeaseState.REVOKING, row -> Transitions.failed(row, 3, LATER, NEXT), LeaseState.values()),
        ABSENT_ONCE(LeaseState.REVOKING, row -> Transitions.absentOnce(row, LATER), LeaseState.values()),
        IRREVOCABLE(
                LeaseState.IRREVOCABLE,
                row -> Transitions.irrevocable(row, 6, LATER, NEXT),
                LeaseState.REVOKING,
                LeaseState.IRREVOCABLE);

        private final LeaseState to;
        private final UnaryOperator<LeaseRow> change;
        private final Set<LeaseState> from;

        Change(LeaseState to, UnaryOperator<LeaseRow> change, LeaseState... from) {
            this.to = to;
            this.change = change;
            this.from = Set.of(from);
        }
    }

    static List<Arguments> everyChangeOfEveryState() {
        return Arrays.stream(Change.values())
                .flatMap(change -> Stream.of(LeaseState.values()).map(state -> Arguments.of(change, state)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everyChangeOfEveryState")
    void aChangeIsAllowedExactlyWhereTheDiagramHasItsArrow(Change change, LeaseState from) {
        LeaseRow row = row(from);
        assertThat(change.from.contains(from))
                .as("this table and the diagram")
                .isEqualTo(from == change.to || from.mayBecome(change.to));
        if (!change.from.contains(from)) {
            assertThatThrownBy(() -> change.change.apply(row))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(from.name())
                    .hasMessageContaining(change.to.name());
            return;
        }

        LeaseRow changed = change.change.apply(row);

        assertThat(changed.state()).isEqualTo(change.to);
        assertThat(changed.version()).as("the version that the store compares").isEqualTo(row.version());
        assertThat(List.of(
                        changed.id(), changed.mountId(), changed.targetId(), changed.accountTag(), changed.issuedAt()))
                .isEqualTo(List.of(row.id(), row.mountId(), row.targetId(), row.accountTag(), row.issuedAt()));
        assertThat(changed.claim() == null).isEqualTo(changed.claimedUntil() == null);
    }

    @Test
    void theDiagramIsTheOneInTheDocumentation() {
        assertThat(Stream.of(LeaseState.values())
                        .flatMap(from -> Stream.of(LeaseState.values())
                                .filter(from::mayBecome)
                                .map(to -> from + ">" + to)))
                .containsExactlyInAnyOrder(
                        "PENDING>ACTIVE",
                        "PENDING>REVOKING",
                        "ACTIVE>ACTIVE",
                        "ACTIVE>REVOKING",
                        "REVOKING>REVOKING",
                        "REVOKING>IRREVOCABLE",
                        "IRREVOCABLE>REVOKING",
                        "IRREVOCABLE>IRREVOCABLE");
    }

    @Test
    void anIntentIsDueAtItsDeadlineHoweverLongItsLeaseIs() {
        LeaseRow row =
                Transitions.intended("a/b", "m", "t", "tag", NOW, NOW.plusSeconds(5), Duration.ofSeconds(30), BODY);

        assertThat(row.state()).isEqualTo(LeaseState.PENDING);
        assertThat(row.dueAt()).isEqualTo(NOW.plusSeconds(30)).isEqualTo(row.createBy());
        assertThat(row.expiresAt()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void anActiveLeaseIsDueAtItsEndAndItsCreationIsOver() {
        LeaseRow row = Transitions.activated(row(LeaseState.PENDING), LATER, NEXT);

        assertThat(row.dueAt()).isEqualTo(LATER).isEqualTo(row.expiresAt());
        assertThat(row.createBy()).isNull();
        assertThat(row.body()).isEqualTo(NEXT);
    }

    @Test
    void whatARevokerLeavesIsDueWhenItsClaimLapses() {
        LeaseRow far = Transitions.renewed(row(LeaseState.ACTIVE), NOW.plusSeconds(1_000_000), NEXT, false);

        assertThat(Transitions.revoking(far, "token", LATER).dueAt()).isEqualTo(LATER);
        assertThat(Transitions.revoking(row(LeaseState.PENDING), "token", LATER).dueAt())
                .isEqualTo(row(LeaseState.PENDING).dueAt());
    }

    @Test
    void aRenewalKeepsItsReservationOnlyWhenToldTo() {
        LeaseRow reserved = Transitions.reserved(row(LeaseState.ACTIVE), "token", LATER);

        assertThat(Transitions.renewed(reserved, LATER, NEXT, true).claim()).isEqualTo("token");
        assertThat(Transitions.renewed(reserved, LATER, NEXT, false).claim()).isNull();
        assertThat(Transitions.released(reserved).claim()).isNull();
        assertThat(Transitions.released(reserved).body()).isEqualTo(reserved.body());
    }

    @ParameterizedTest
    @MethodSource("states")
    void postponingAndReleasingKeepTheState(LeaseState state) {
        assertThat(Transitions.postponed(row(state), LATER).state()).isEqualTo(state);
        assertThat(Transitions.postponed(row(state), LATER).dueAt()).isEqualTo(LATER);
        assertThat(Transitions.released(row(state)).state()).isEqualTo(state);
    }

    static List<LeaseState> states() {
        return List.of(LeaseState.values());
    }

    @Test
    void absencesAndAttemptsAreCounted() {
        LeaseRow once = Transitions.absentOnce(row(LeaseState.REVOKING), LATER);
        assertThat(once.absences()).isEqualTo(1);
        assertThat(Transitions.absentOnce(once, LATER).absences()).isEqualTo(2);
        assertThat(Transitions.failed(once, 4, LATER, NEXT).attempts()).isEqualTo(4);
        assertThat(Transitions.failed(once, 4, LATER, NEXT).absences()).isEqualTo(1);
    }

    private static LeaseRow row(LeaseState state) {
        return new LeaseRow(
                "a/b",
                "m",
                "t",
                "tag",
                state,
                NOW,
                NOW.plusSeconds(60),
                NOW.plusSeconds(30),
                NOW.plusSeconds(30),
                0,
                0,
                null,
                null,
                7,
                BODY);
    }
}
