package io.leasehold.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.Intent.Guard;
import io.leasehold.spi.storage.Intent.Outcome;
import io.leasehold.spi.storage.LeaseRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Inserting leases: what is stored, guards, uniqueness. */
interface LeaseInsertContract extends StoreUnderTest {

    @Test
    default void insertedLeaseIsFoundAsStoredByEveryInstance() {
        LeaseRow row = stored(SampleLease.of("db/creds/app/1")
                .state(LeaseState.PENDING)
                .createIn(Duration.ofSeconds(30))
                .dueIn(Duration.ofSeconds(30)));

        assertThat(found("db/creds/app/1")).isEqualTo(row);
        assertThat(another().leases().find("db/creds/app/1").orElseThrow().row())
                .isEqualTo(row);
    }

    @Test
    default void insertGivesTheRowTheTimeOfTheStore() {
        Instant before = storage().now();
        advance(Duration.ofDays(400));
        LeaseRow row = stored(SampleLease.of("db/creds/app/1"));

        assertThat(row.issuedAt())
                .isBetween(
                        before.plus(Duration.ofDays(400)),
                        before.plus(Duration.ofDays(400)).plusSeconds(60));
    }

    @Test
    default void timesAreKeptToTheMillisecond() {
        LeaseRow row = stored(
                SampleLease.of("db/creds/app/1").times(Duration.ofMillis(-123_457), Duration.ofMillis(7_654_321)));

        assertThat(found(row.id())).isEqualTo(row);
        assertThat(Duration.between(row.issuedAt(), row.expiresAt())).isEqualTo(Duration.ofMillis(7_777_778));
    }

    @Test
    default void bodiesAreKeptByteByByte() {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        byte[] large = new byte[200_000];
        new Random(7).nextBytes(large);
        List<byte[]> bodies = List.of(every, large, new byte[0], new byte[] {0}, new byte[] {'\\', '\'', '\n', 0, -1});
        for (int i = 0; i < bodies.size(); i++) {
            stored(SampleLease.of("db/creds/app/" + i).body(i + 1, bodies.get(i)));
        }

        for (int i = 0; i < bodies.size(); i++) {
            LeaseRow row = found("db/creds/app/" + i);
            assertThat(row.body().bytes()).isEqualTo(bodies.get(i));
            assertThat(row.body().keyVersion()).isEqualTo(i + 1);
            assertThat(row.body().revision()).isEqualTo(1);
        }
    }

    @Test
    default void findOfUnknownIdIsEmptyWhateverItsText() {
        stored(SampleLease.of("db/creds/app/1"));

        for (String id : List.of("", "db/creds/app/", "DB/CREDS/APP/1", "db/creds/app/1 ", "db/creds/app/\u0000")) {
            assertThat(leases().find(id)).isEmpty();
        }
        for (String id : List.of("\uD83D\uDE00", "\uD83D", "' OR 1=1 --", "%", "x".repeat(2_000))) {
            assertThat(leases().find(id)).isEmpty();
        }
    }

    @Test
    default void findReportsTheTimeOfItsReading() {
        stored(SampleLease.of("db/creds/app/1"));
        Instant before = storage().now();
        advance(Duration.ofHours(3));
        Instant readAt = leases().find("db/creds/app/1").orElseThrow().readAt();

        assertThat(readAt)
                .isBetween(
                        before.plus(Duration.ofHours(3)),
                        before.plus(Duration.ofHours(3)).plusSeconds(60));
    }

    @Test
    default void idThatIsNotPrintableAsciiIsRefusedByName() {
        for (String id : List.of("", "db/\u00e4", "db/\n", "x".repeat(513))) {
            assertThatThrownBy(() -> leases().insert(new Intent(
                            List.of(), List.of(), now -> SampleLease.of(id).at(now))))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("id");
        }
        assertThat(leases().count(LeaseQuery.all())).isZero();
    }

    @Test
    default void longestIdIsKept() {
        String id = "a/" + "~".repeat(510);
        assertThat(found(stored(SampleLease.of(id).account("short")).id()).id()).isEqualTo(id);
    }

    @Test
    default void idsThatDifferInCaseOrTrailingSpaceAreDifferent() {
        for (String id : List.of("db/creds/a", "db/creds/A", "db/creds/a ")) {
            stored(SampleLease.of(id));
        }
        assertThat(leases().count(LeaseQuery.all())).isEqualTo(3);
    }

    @Test
    default void secondLeaseWithTheSameIdIsTaken() {
        LeaseRow first = stored(SampleLease.of("db/creds/app/1"));

        assertThat(leases().insert(SampleLease.of("db/creds/app/1")
                        .account("other")
                        .intent()))
                .isEqualTo(new Outcome.Taken());
        assertThat(found("db/creds/app/1")).isEqualTo(first);
    }

    @Test
    default void secondLeaseForTheSameAccountOfATargetIsTaken() {
        stored(SampleLease.of("db/creds/app/1").account("same"));

        assertThat(another()
                        .leases()
                        .insert(SampleLease.of("db/creds/app/2").account("same").intent()))
                .isEqualTo(new Outcome.Taken());
        assertThat(leases().find("db/creds/app/2")).isEmpty();
        stored(SampleLease.of("db/creds/app/3").account("same").target("target-2"));
    }

    @Test
    default void accountIsFreeAgainWhenItsLeaseIsDeleted() {
        LeaseRow first = stored(SampleLease.of("db/creds/app/1").account("same"));
        assertThat(leases().delete(List.of(first))).containsExactly(first.id());

        stored(SampleLease.of("db/creds/app/2").account("same"));
    }

    @Test
    default void leaseStoredAgainUnderItsIdIsNotTakenForTheDeletedOne() {
        LeaseRow first = stored(SampleLease.of("db/creds/app/1"));
        leases().delete(List.of(first));
        LeaseRow second = stored(SampleLease.of("db/creds/app/1").state(LeaseState.REVOKING));

        assertThat(leases().update(first)).isEmpty();
        assertThat(leases().delete(List.of(first))).isEmpty();
        assertThat(found("db/creds/app/1")).isEqualTo(second);
    }

    @Test
    default void onlyOneOfManyConcurrentInsertsForAnAccountIsStored() throws Exception {
        List<Outcome> outcomes = Race.of(
                8,
                i -> instance(i)
                        .leases()
                        .insert(SampleLease.of("db/creds/app/" + i)
                                .account("same")
                                .intent()));

        assertThat(outcomes).filteredOn(Outcome.Stored.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Outcome.Taken.class::isInstance).hasSize(7);
    }

    @Test
    default void leaseIsStoredWhileEveryGuardHolds() {
        storedEntry("mounts/db", 3);
        storedEntry("roles/app", 9);

        assertThat(leases().insert(SampleLease.of("db/creds/app/1")
                        .guardedBy(new Guard("mounts/db", 3), new Guard("roles/app", 9))))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void changedGuardRefusesTheLeaseAndIsNamed() {
        storedEntry("mounts/db", 3);
        storedEntry("roles/app", 9);
        another().entries().put(StoreUnderTest.entry("roles/app", 10), 9);
        Guard stale = new Guard("roles/app", 9);

        assertThat(leases().insert(SampleLease.of("db/creds/app/1").guardedBy(new Guard("mounts/db", 3), stale)))
                .isEqualTo(new Outcome.GuardFailed(stale));
        assertThat(leases().find("db/creds/app/1")).isEmpty();
    }

    @Test
    default void deletedGuardRefusesTheLeaseAndIsNamed() {
        storedEntry("mounts/db", 3);
        entries().delete("mounts/db", 3);
        Guard gone = new Guard("mounts/db", 3);

        assertThat(leases().insert(SampleLease.of("db/creds/app/1").guardedBy(gone)))
                .isEqualTo(new Outcome.GuardFailed(gone));
        assertThat(leases().find("db/creds/app/1")).isEmpty();
    }

    @Test
    default void noLeaseAppearsAnyMoreOnceItsGuardHasChanged() throws Exception {
        for (int round = 0; round < 10; round++) {
            String mount = "mounts/" + round;
            storedEntry(mount, 1);
            List<Set<String>> seen = Race.of(5, participant -> {
                if (participant == 4) {
                    another().entries().put(StoreUnderTest.entry(mount, 2), 1);
                    return SampleLease.ids(underPrefix(mount));
                }
                insertUntilRefused(participant, mount);
                return Set.of();
            });

            assertThat(SampleLease.ids(underPrefix(mount))).isEqualTo(seen.get(4));
        }
    }

    private List<LeaseRow> underPrefix(String mount) {
        return leases().query(LeaseQuery.under(mount + "/")).rows();
    }

    private void insertUntilRefused(int participant, String mount) {
        List<Outcome> outcomes = new ArrayList<>();
        Outcome last;
        do {
            SampleLease lease = SampleLease.of(mount + "/" + participant + "-" + outcomes.size());
            last = instance(participant).leases().insert(lease.guardedBy(new Guard(mount, 1)));
            outcomes.add(last);
        } while (last instanceof Outcome.Stored);
        assertThat(last).isInstanceOf(Outcome.GuardFailed.class);
    }

    @Test
    default void guardsOnDifferentEntriesAndEntryWritesDoNotDeadlock() throws Exception {
        storedEntry("a", 1);
        storedEntry("b", 1);
        Race.of(6, participant -> {
            for (int i = 0; i < 15; i++) {
                if (participant < 2) {
                    bump(instance(participant).entries(), participant == 0 ? "a" : "b");
                } else {
                    Guard first = new Guard(participant % 2 == 0 ? "a" : "b", 1);
                    Guard second = new Guard(participant % 2 == 0 ? "b" : "a", 1);
                    instance(participant)
                            .leases()
                            .insert(SampleLease.of("x/" + participant + "-" + i).guardedBy(first, second));
                }
            }
            return participant;
        });
        assertThat(entries().get("a").orElseThrow().version()).isEqualTo(16);
        assertThat(entries().get("b").orElseThrow().version()).isEqualTo(16);
    }

    private static void bump(EntryStore store, String path) {
        long version = store.get(path).orElseThrow().version();
        assertThat(store.put(StoreUnderTest.entry(path, version + 1), version)).isTrue();
    }
}
