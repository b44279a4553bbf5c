package io.leasehold.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Updating and deleting leases by version. */
interface LeaseWriteContract extends StoreUnderTest {

    @Test
    default void updateReplacesEverythingButTheIdentity() {
        LeaseRow row = stored(
                SampleLease.of("db/creds/app/1").state(LeaseState.PENDING).createIn(Duration.ofSeconds(30)));
        Instant claimedUntil = row.issuedAt().plusMillis(12_345);
        LeaseRow changed = new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                LeaseState.IRREVOCABLE,
                row.issuedAt(),
                row.expiresAt().plusMillis(1),
                row.dueAt().minusMillis(1),
                null,
                3,
                2,
                "token",
                claimedUntil,
                row.version(),
                new SealedBytes(8, 5, new byte[] {1, 2, 3}));

        LeaseRow updated = leases().update(changed).orElseThrow();

        assertThat(updated).isEqualTo(changed.withVersion(updated.version()));
        assertThat(updated.version()).isNotEqualTo(row.version());
        assertThat(another().leases().find(row.id()).orElseThrow().row()).isEqualTo(updated);
    }

    @Test
    default void updateCanTakeAwayWhatMayBeAbsent() {
        LeaseRow row = stored(SampleLease.of("db/creds/app/1").dueIn(Duration.ofSeconds(-1)));
        LeaseRow claimed = claim("token", 1).get(0);
        LeaseRow released = new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                LeaseState.REVOKING,
                row.issuedAt(),
                row.expiresAt(),
                row.dueAt(),
                null,
                0,
                0,
                null,
                null,
                claimed.version(),
                row.body());

        assertThat(leases().update(released)).isPresent();
        assertThat(found(row.id()).claim()).isNull();
        assertThat(found(row.id()).claimedUntil()).isNull();
    }

    @Test
    default void updateWithAnOldVersionChangesNothing() {
        LeaseRow first = stored(SampleLease.of("db/creds/app/1"));
        LeaseRow second = leases().update(first).orElseThrow();

        assertThat(another().leases().update(first)).isEmpty();
        assertThat(found(first.id())).isEqualTo(second);
    }

    @Test
    default void updateOfADeletedLeaseChangesNothing() {
        LeaseRow row = stored(SampleLease.of("db/creds/app/1"));
        leases().delete(List.of(row));

        assertThat(leases().update(row)).isEmpty();
        assertThat(leases().find(row.id())).isEmpty();
    }

    @Test
    default void onlyOneOfManyConcurrentUpdatesOfAVersionWins() throws Exception {
        LeaseRow row = stored(SampleLease.of("db/creds/app/1"));
        List<Optional<LeaseRow>> results =
                Race.of(8, participant -> instance(participant).leases().update(row));

        assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    default void everyUpdateOfACounterIsCountedOnce() throws Exception {
        stored(SampleLease.of("db/creds/app/1"));
        Race.of(4, participant -> {
            for (int done = 0; done < 10; ) {
                LeaseRow seen = instance(participant)
                        .leases()
                        .find("db/creds/app/1")
                        .orElseThrow()
                        .row();
                if (instance(participant)
                        .leases()
                        .update(withOneMoreAttempt(seen))
                        .isPresent()) {
                    done++;
                }
            }
            return participant;
        });

        assertThat(found("db/creds/app/1").attempts()).isEqualTo(40);
    }

    private static LeaseRow withOneMoreAttempt(LeaseRow row) {
        return new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                row.state(),
                row.issuedAt(),
                row.expiresAt(),
                row.dueAt(),
                row.createBy(),
                row.attempts() + 1,
                row.absences(),
                row.claim(),
                row.claimedUntil(),
                row.version(),
                row.body());
    }

    @Test
    default void deleteRemovesTheRowsOfTheGivenVersionsAndNamesThem() {
        LeaseRow current = stored(SampleLease.of("db/creds/app/1"));
        LeaseRow stale = stored(SampleLease.of("db/creds/app/2"));
        LeaseRow gone = stored(SampleLease.of("db/creds/app/3"));
        LeaseRow untouched = stored(SampleLease.of("db/creds/app/4"));
        leases().update(stale);
        leases().delete(List.of(gone));

        assertThat(another().leases().delete(List.of(current, stale, gone))).containsExactly(current.id());
        assertThat(leases().find(current.id())).isEmpty();
        assertThat(leases().find(stale.id())).isPresent();
        assertThat(leases().find(untouched.id())).isPresent();
    }

    @Test
    default void deleteOfNothingDeletesNothing() {
        stored(SampleLease.of("db/creds/app/1"));

        assertThat(leases().delete(List.of())).isEmpty();
        assertThat(leases().count(LeaseQuery.all())).isEqualTo(1);
    }

    @Test
    default void deleteTakesAnyNumberOfRows() {
        List<LeaseRow> rows = new ArrayList<>();
        for (int i = 0; i < 1_234; i++) {
            rows.add(stored(SampleLease.of("db/creds/app/" + i)));
        }
        stored(SampleLease.of("db/creds/web/1"));

        assertThat(leases().delete(rows)).isEqualTo(SampleLease.ids(rows));
        assertThat(leases().count(LeaseQuery.all())).isEqualTo(1);
    }

    @Test
    default void eachRowIsDeletedByOneOfConcurrentCallers() throws Exception {
        List<LeaseRow> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rows.add(stored(SampleLease.of("db/creds/app/" + i)));
        }
        List<Set<String>> deleted = Race.of(4, participant -> {
            List<LeaseRow> order = new ArrayList<>(rows);
            Collections.rotate(order, participant * 15);
            return instance(participant).leases().delete(order);
        });

        List<String> all = deleted.stream().flatMap(Set::stream).toList();
        assertThat(all).hasSize(60);
        assertThat(new TreeSet<>(all)).isEqualTo(new TreeSet<>(SampleLease.ids(rows)));
    }
}
