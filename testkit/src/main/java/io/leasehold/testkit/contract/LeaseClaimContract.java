package io.leasehold.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore.ClaimRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Claiming due leases. */
interface LeaseClaimContract extends StoreUnderTest {

    @Test
    default void onlyDueLeasesAreClaimed() {
        stored(SampleLease.due("db/1", Duration.ofSeconds(1)));
        stored(SampleLease.of("db/2").dueIn(Duration.ofMinutes(5)));

        assertThat(SampleLease.ids(claim("a", 10))).containsExactly("db/1");
        advance(Duration.ofMinutes(5));
        assertThat(SampleLease.ids(claim("b", 10))).containsExactlyInAnyOrder("db/1", "db/2");
    }

    @Test
    default void leaseIsDueFromTheVeryMillisecond() {
        stored(SampleLease.of("db/1").dueIn(Duration.ZERO));

        assertThat(claim("a", 1)).hasSize(1);
    }

    @Test
    default void claimIsStoredWithTokenTimeAndNewVersion() {
        LeaseRow row = stored(SampleLease.due("db/1", Duration.ofSeconds(1)));
        LeaseSnapshot claimed = leases().claimDue(new ClaimRequest("token-1", Duration.ofSeconds(90), 1, Set.of()))
                .get(0);

        assertThat(claimed.row().claim()).isEqualTo("token-1");
        assertThat(claimed.row().claimedUntil()).isEqualTo(claimed.readAt().plusSeconds(90));
        assertThat(claimed.row().version()).isNotEqualTo(row.version());
        assertThat(claimed.row().claimedAt(claimed.readAt())).isTrue();
        assertThat(another().leases().find("db/1").orElseThrow().row()).isEqualTo(claimed.row());
    }

    @Test
    default void claimKeepsAllTheRestOfARow() {
        LeaseRow row = stored(SampleLease.due("db/1", Duration.ofSeconds(1))
                .state(LeaseState.PENDING)
                .createIn(Duration.ofSeconds(-1))
                .body(4, new byte[] {0, -1}));
        LeaseRow claimed = claim("token", 1).get(0);

        Instant until = Objects.requireNonNull(claimed.claimedUntil());
        assertThat(claimed).isEqualTo(row.claimed("token", until).withVersion(claimed.version()));
    }

    @Test
    default void versionReadBeforeAClaimIsNoLongerGood() {
        LeaseRow row = stored(SampleLease.due("db/1", Duration.ofSeconds(1)));
        LeaseRow claimed = claim("a", 1).get(0);

        assertThat(leases().update(row)).isEmpty();
        assertThat(leases().delete(List.of(row))).isEmpty();
        assertThat(leases().delete(List.of(claimed))).containsExactly("db/1");
    }

    @Test
    default void pendingAndActiveBecomeRevokingAndOthersStay() {
        for (LeaseState state : LeaseState.values()) {
            stored(SampleLease.due("db/" + state, Duration.ofSeconds(1)).state(state));
        }
        for (LeaseRow claimed : claim("a", 10)) {
            LeaseState expected = claimed.id().equals("db/IRREVOCABLE") ? LeaseState.IRREVOCABLE : LeaseState.REVOKING;
            assertThat(claimed.state()).as(claimed.id()).isEqualTo(expected);
            assertThat(found(claimed.id()).state()).isEqualTo(expected);
        }
        assertThat(claim("b", 10)).isEmpty();
    }

    @Test
    default void claimedLeasesAreNotClaimedAgainUntilTheClaimLapses() {
        stored(SampleLease.due("db/1", Duration.ofSeconds(1)));
        assertThat(claim("a", 10)).hasSize(1);
        advance(Duration.ofSeconds(50));
        assertThat(another().leases().claimDue(new ClaimRequest("b", Duration.ofMinutes(1), 10, Set.of())))
                .isEmpty();

        advance(Duration.ofSeconds(11));
        LeaseRow again = claim("b", 10).get(0);
        assertThat(again.claim()).isEqualTo("b");
    }

    @Test
    default void claimWhoseHolderWasOvertakenWritesNothing() {
        stored(SampleLease.due("db/1", Duration.ofSeconds(1)));
        LeaseRow first = claim("a", 1).get(0);
        advance(Duration.ofMinutes(2));
        LeaseRow second = claim("b", 1).get(0);

        assertThat(leases().update(first)).isEmpty();
        assertThat(leases().delete(List.of(first))).isEmpty();
        assertThat(found("db/1")).isEqualTo(second);
    }

    @Test
    default void longestDueAreClaimedFirstAcrossTargets() {
        for (int i = 0; i < 12; i++) {
            int order = i * 7 % 12;
            stored(SampleLease.due("db/" + order, Duration.ofSeconds(100 - order))
                    .target("target-" + i % 3));
        }
        List<String> claimed = new ArrayList<>();
        for (int batch = 0; batch < 4; batch++) {
            List<LeaseRow> rows = claim("token-" + batch, 3);
            assertThat(rows).hasSize(3);
            rows.forEach(row -> claimed.add(row.id()));
        }

        assertThat(claimed)
                .containsExactly(
                        "db/0", "db/1", "db/2", "db/3", "db/4", "db/5", "db/6", "db/7", "db/8", "db/9", "db/10",
                        "db/11");
    }

    @Test
    default void excludedTargetsArePassedOver() {
        stored(SampleLease.due("db/1", Duration.ofSeconds(3)).target("down"));
        stored(SampleLease.due("db/2", Duration.ofSeconds(2)).target("up"));
        stored(SampleLease.due("db/3", Duration.ofSeconds(1)).target("slow"));

        ClaimRequest request = new ClaimRequest("a", Duration.ofMinutes(1), 10, Set.of("down", "slow", "unknown"));
        List<LeaseSnapshot> claimed = leases().claimDue(request);
        assertThat(claimed).extracting(one -> one.row().id()).containsExactly("db/2");
        assertThat(found("db/1").claim()).isNull();
        assertThat(SampleLease.ids(claim("b", 10))).containsExactlyInAnyOrder("db/1", "db/3");
    }

    @Test
    default void nothingIsClaimedWhenEveryTargetIsExcluded() {
        stored(SampleLease.due("db/1", Duration.ofSeconds(3)).target("down"));

        assertThat(leases().claimDue(new ClaimRequest("a", Duration.ofMinutes(1), 10, Set.of("down"))))
                .isEmpty();
    }

    @Test
    default void hundredTargetsAreClaimedFromInOneCall() {
        for (int i = 0; i < 100; i++) {
            stored(SampleLease.due("db/" + i, Duration.ofSeconds(1)).target("target-" + i));
        }

        assertThat(claim("a", 200)).hasSize(100);
    }

    @Test
    default void nothingIsClaimedFromAnEmptyStore() {
        assertThat(claim("a", 10)).isEmpty();
    }

    @Test
    default void claimReportsTheTimeOfTheStore() {
        stored(SampleLease.due("db/1", Duration.ofSeconds(1)));
        Instant before = storage().now();
        advance(Duration.ofDays(2));
        LeaseSnapshot claimed = leases().claimDue(new ClaimRequest("a", Duration.ofMinutes(1), 1, Set.of()))
                .get(0);

        assertThat(claimed.readAt())
                .isBetween(
                        before.plus(Duration.ofDays(2)),
                        before.plus(Duration.ofDays(2)).plusSeconds(60));
    }

    @Test
    default void concurrentClaimsNeverOverlapAndTogetherClaimEverything() throws Exception {
        int rows = 240;
        for (int i = 0; i < rows; i++) {
            stored(SampleLease.due("db/" + i, Duration.ofSeconds(1 + i)).target("target-" + i % 3));
        }
        List<String> claimed = new ArrayList<>();
        for (List<String> one : Race.of(6, this::claimUntilEmpty)) {
            claimed.addAll(one);
        }
        claim("last", rows).forEach(row -> claimed.add(row.id()));

        assertThat(claimed).hasSize(rows);
        assertThat(new HashSet<>(claimed)).hasSize(rows);
    }

    private List<String> claimUntilEmpty(int participant) {
        List<String> mine = new ArrayList<>();
        while (true) {
            ClaimRequest request = new ClaimRequest("token-" + participant, Duration.ofHours(1), 7, Set.of("target-x"));
            List<LeaseSnapshot> batch = instance(participant).leases().claimDue(request);
            if (batch.isEmpty()) {
                return mine;
            }
            batch.forEach(one -> mine.add(one.row().id()));
        }
    }

    @Test
    default void claimsInsertsUpdatesAndDeletesRunTogetherWithoutFailure() throws Exception {
        for (int i = 0; i < 40; i++) {
            stored(SampleLease.due("db/old-" + i, Duration.ofSeconds(60 - i)));
        }
        List<Integer> ended = Race.of(6, participant -> {
            int deleted = 0;
            for (int i = 0; i < 25; i++) {
                if (participant % 2 == 0) {
                    instance(participant)
                            .leases()
                            .insert(SampleLease.due("db/" + participant + "-" + i, Duration.ofSeconds(30))
                                    .intent());
                } else {
                    deleted += claimAndDelete(participant);
                }
            }
            return deleted;
        });

        int rest = claim("last", 1_000).size();
        assertThat(ended.stream().mapToInt(Integer::intValue).sum() + rest).isEqualTo(40 + 75);
    }

    private int claimAndDelete(int participant) {
        List<LeaseSnapshot> batch = instance(participant)
                .leases()
                .claimDue(new ClaimRequest("token-" + participant, Duration.ofHours(1), 3, Set.of()));
        List<LeaseRow> rewritten = batch.stream()
                .map(one -> instance(participant).leases().update(one.row()).orElseThrow())
                .toList();
        return instance(participant).leases().delete(rewritten).size();
    }
}
