package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.StorageException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody who can write to the store, and has no key: what they change is reported, ends at its sealed end all the same, and
 * disturbs no other lease. The lease changed lives an hour and can be renewed to two.
 */
class TamperingTest {

    private static final String PATH = World.MOUNT + "/creds/app";
    private static final Duration TTL = Duration.ofHours(1);
    private static final Duration MAX_TTL = Duration.ofHours(2);

    private World world;
    private LeaseRow row;
    private LeaseRow bystander;

    @BeforeEach
    void issueTwo() {
        world = World.ready(true);
        world.role("app", Map.of("default_ttl", TTL.toSeconds(), "max_ttl", MAX_TTL.toSeconds()));
        row = world.row(world.broker().read(PATH).lease().orElseThrow().id());
        bystander = world.row(world.broker().read(PATH).lease().orElseThrow().id());
    }

    /** A change of clear columns, given the row and the other one. */
    private interface Change extends BiFunction<LeaseRow, LeaseRow, LeaseRow> {}

    private static Stream<Named<Change>> changesOfClearColumns() {
        return Stream.of(
                Named.of(
                        "expiry later",
                        (row, other) -> times(row, row.expiresAt().plusSeconds(90_000), row.dueAt())),
                Named.of(
                        "expiry and due time later",
                        (row, other) -> times(
                                row,
                                row.expiresAt().plusSeconds(90_000),
                                row.dueAt().plusSeconds(90_000))),
                Named.of(
                        "expiry and due time earlier",
                        (row, other) -> times(
                                row,
                                row.expiresAt().minusSeconds(3_000),
                                row.dueAt().minusSeconds(3_000))),
                Named.of("target", (row, other) -> with(row, "target-b", row.state(), null, null)));
    }

    @ParameterizedTest
    @MethodSource("changesOfClearColumns")
    void aChangeIsReportedAndTheLeaseEndsAtItsSealedEnd(Change change) {
        tamper(change);
        // The reaper may take it earlier, and leaves it alone.
        world.pass(MAX_TTL.minusMinutes(3));
        assertThat(quarantined()).contains(row.id());
        assertThat(world.hasAccount(row.id())).isTrue();
        assertThatThrownBy(() -> world.broker().leases().renew(row.id()))
                .isInstanceOfAny(StorageException.class, LeaseExpiredException.class);

        world.pass(Duration.ofMinutes(5));
        assertThat(world.hasAccount(row.id()))
                .as("the account of the lease that was changed")
                .isFalse();
        assertThat(world.rows()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource({"changesOfClearColumns", "changesThatHoldUp"})
    void whoAsksForARevocationGetsItByWhatWasSealed(Change change) {
        tamper(change);

        world.broker().leases().revoke(row.id());

        assertThat(world.accounts()).extracting(AccountTarget.Account::leaseId).containsExactly(bystander.id());
        assertThat(world.rows()).extracting(LeaseRow::id).containsExactly(bystander.id());
    }

    @ParameterizedTest
    @MethodSource("changesOfTimes")
    void aRevocationThatWasAskedForAndFailedIsRepeated(Change change) {
        tamper(change);
        world.target.setRefusing(true);
        assertThatThrownBy(() -> world.broker().leases().revoke(row.id())).isInstanceOf(TargetRefusedException.class);
        world.target.setRefusing(false);

        world.pass(Duration.ofMinutes(1));

        assertThat(world.hasAccount(row.id())).isFalse();
        assertThat(world.rows()).extracting(LeaseRow::id).containsExactly(bystander.id());
    }

    @ParameterizedTest
    @MethodSource("changesOfTimes")
    void aRevocationThatIsNotWaitedForHappensInTheBackground(Change change) {
        tamper(change);
        // The reaper may have seen the row before.
        world.pass(Duration.ofSeconds(30));
        assertThat(world.hasAccount(row.id())).isTrue();

        world.broker().write("sys/leases/revoke/" + row.id(), Map.of("sync", false));
        world.pass(Duration.ofMinutes(1));

        assertThat(world.hasAccount(row.id())).isFalse();
        assertThat(world.rows()).extracting(LeaseRow::id).containsExactly(bystander.id());
    }

    private static Stream<Named<Change>> changesOfTimes() {
        return changesOfClearColumns().filter(change -> !change.getName().equals("target"));
    }

    private static Stream<Named<Change>> changesThatHoldUp() {
        Instant never = Instant.parse("2999-01-01T00:00:00Z");
        return Stream.of(
                Named.of("due time put off", (row, other) -> times(row, row.expiresAt(), never)),
                Named.of("claimed for ever", (row, other) -> with(row, row.targetId(), row.state(), "me", never)),
                Named.of(
                        "revoking, one day",
                        (row, other) -> times(
                                with(row, row.targetId(), LeaseState.REVOKING, null, null), row.expiresAt(), never)),
                Named.of(
                        "irrevocable, one day",
                        (row, other) -> times(
                                with(row, row.targetId(), LeaseState.IRREVOCABLE, null, null), row.expiresAt(), never)),
                Named.of(
                        "pending, one day",
                        (row, other) -> times(
                                with(row, row.targetId(), LeaseState.PENDING, null, null), row.expiresAt(), never)));
    }

    @ParameterizedTest
    @MethodSource("changesThatHoldUp")
    void aLeaseThatWasPutOffEndsAtItsSealedEnd(Change change) {
        tamper(change);

        world.pass(MAX_TTL.plusMinutes(5));

        assertThat(quarantined()).contains(row.id());
        assertThat(world.hasAccount(row.id())).isFalse();
        assertThat(world.rows()).isEmpty();
    }

    private static Stream<Named<Change>> changesOfTheBody() {
        return Stream.of(
                Named.of("swapped", (row, other) -> body(row, other.body())),
                Named.of(
                        "truncated",
                        (row, other) -> body(
                                row,
                                new SealedBytes(
                                        row.body().keyVersion(),
                                        row.body().revision(),
                                        Arrays.copyOf(
                                                row.body().bytes(), row.body().bytes().length / 2)))),
                Named.of(
                        "emptied",
                        (row, other) -> body(
                                row,
                                new SealedBytes(
                                        row.body().keyVersion(), row.body().revision(), new byte[0]))),
                Named.of(
                        "of another revision",
                        (row, other) -> body(
                                row,
                                new SealedBytes(
                                        row.body().keyVersion(),
                                        row.body().revision() + 1,
                                        row.body().bytes()))),
                Named.of(
                        "of an unknown key",
                        (row, other) -> body(
                                row,
                                new SealedBytes(
                                        99, row.body().revision(), row.body().bytes()))));
    }

    @ParameterizedTest
    @MethodSource("changesOfTheBody")
    void aRowThatCannotBeOpenedIsReportedAndDisturbsNoOther(Change change) {
        tamper(change);
        world.pass(TTL.plusMinutes(2));

        assertThat(quarantined()).contains(row.id());
        assertThat(world.hasAccount(bystander.id())).isFalse();
        assertThat(world.rows()).extracting(LeaseRow::id).containsExactly(row.id());
        assertThat(world.broker().leases().lookup(row.id()).error()).isPresent();
        assertThatThrownBy(() -> world.broker().leases().revoke(row.id()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("its sealed part, which alone says what to remove, cannot be read")
                .hasMessageContaining("on target target-a by hand, and drop the lease with revokeForce");
        assertThat(world.broker().read(PATH).lease()).isPresent();

        assertThat(world.broker().leases().revokeForce(row.id())).isEqualTo(1);
        assertThat(world.broker().leases().count(row.id())).isZero();
    }

    @Test
    void theOtherLeaseIsNotDisturbed() {
        tamper((changed, other) -> times(changed, changed.expiresAt().plusSeconds(90_000), changed.dueAt()));
        world.pass(Duration.ofMinutes(30));
        world.broker().leases().renew(bystander.id());

        world.pass(Duration.ofMinutes(40));
        assertThat(world.hasAccount(bystander.id())).isTrue();
        assertThat(world.broker().leases().lookup(bystander.id()).state()).isEqualTo(LeaseState.ACTIVE);
        assertThat(quarantined()).doesNotContain(bystander.id());
    }

    @Test
    void whatIsWrongIsReportedOnceAndNotEveryFewSeconds() {
        tamper((changed, other) -> times(changed, changed.expiresAt().plusSeconds(90_000), changed.dueAt()));

        world.pass(Duration.ofMinutes(2));

        assertThat(quarantined().filter(row.id()::equals)).hasSize(1);
    }

    @Test
    void nothingIsReportedOfLeasesThatNobodyChanged() {
        world.role("brief", Map.of("default_ttl", "2s", "max_ttl", "2s"));
        // A creation whose deadline is past the end of its lease.
        world.target.meanwhile(
                AccountTarget.Place.BEFORE_CONFIRMATION,
                () -> world.node().scheduler().advance(Duration.ofSeconds(20)));
        world.broker().read(World.MOUNT + "/creds/brief");
        world.target.setRefusing(true);
        world.pass(Duration.ofDays(3));
        world.target.setRefusing(false);
        world.checkEverythingEnds();

        assertThat(quarantined()).isEmpty();
    }

    private Stream<String> quarantined() {
        return world.events.of(LeaseholdEvent.Quarantined.class).stream().map(LeaseholdEvent.Quarantined::id);
    }

    private void tamper(Change change) {
        LeaseRow changed = change.apply(row, bystander);
        world.store.leases().delete(List.of(row));
        world.store.leases().insert(new Intent(List.of(), List.of(), now -> changed));
    }

    private static LeaseRow times(LeaseRow row, Instant expiresAt, Instant dueAt) {
        return copy(row, row.targetId(), row.state(), expiresAt, dueAt, row.claim(), row.claimedUntil(), row.body());
    }

    private static LeaseRow with(
            LeaseRow row, String target, LeaseState state, @Nullable String claim, @Nullable Instant claimedUntil) {
        return copy(row, target, state, row.expiresAt(), row.dueAt(), claim, claimedUntil, row.body());
    }

    private static LeaseRow body(LeaseRow row, SealedBytes body) {
        return copy(
                row, row.targetId(), row.state(), row.expiresAt(), row.dueAt(), row.claim(), row.claimedUntil(), body);
    }

    private static LeaseRow copy(
            LeaseRow row,
            String target,
            LeaseState state,
            Instant expiresAt,
            Instant dueAt,
            @Nullable String claim,
            @Nullable Instant claimedUntil,
            SealedBytes body) {
        return new LeaseRow(
                row.id(),
                row.mountId(),
                target,
                row.accountTag(),
                state,
                row.issuedAt(),
                expiresAt,
                dueAt,
                row.createBy(),
                row.attempts(),
                row.absences(),
                claim,
                claimedUntil,
                row.version(),
                body);
    }
}
