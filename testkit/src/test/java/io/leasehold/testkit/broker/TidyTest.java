package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.event.LeaseholdEvent;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A walk through all leases on request: it counts and reports what is wrong, and removes no lease. */
class TidyTest {

    private World world;

    @BeforeEach
    void createWorld() {
        world = World.ready(true);
    }

    @Test
    void aStoreInOrderIsLeftAsItIs() {
        LeaseRow row = issue();
        assertThat(tidy()).isEqualTo(counts(1, 0, 0, 0, 0));
        assertThat(world.rows()).containsExactly(row);
    }

    @Test
    void whatIsWrongIsCountedAndReportedAndNoLeaseIsRemoved() {
        issue();
        LeaseRow unreadable = issue();
        SealedBytes body = unreadable.body();
        replace(unreadable, copy(unreadable, unreadable.expiresAt(), new SealedBytes(99, 1, body.bytes())));
        LeaseRow changed = issue();
        replace(changed, copy(changed, changed.expiresAt().plusSeconds(5), changed.body()));
        LeaseRow orphan = issue();
        LeaseRow elsewhere = new LeaseRow(
                orphan.id(),
                "00000000-0000-0000-0000-000000000000",
                orphan.targetId(),
                orphan.accountTag(),
                LeaseState.ACTIVE,
                orphan.issuedAt(),
                orphan.expiresAt(),
                orphan.dueAt(),
                null,
                0,
                0,
                null,
                null,
                1,
                orphan.body());
        replace(orphan, elsewhere);

        // A lease of another mount is sealed for another place, so it cannot be opened either.
        assertThat(tidy()).isEqualTo(counts(4, 2, 1, 1, 0));

        assertThat(world.rows()).hasSize(4);
        assertThat(world.accounts()).hasSize(4);
        assertThat(world.events.of(LeaseholdEvent.Quarantined.class))
                .extracting(LeaseholdEvent.Quarantined::id)
                .containsExactlyInAnyOrder(unreadable.id(), changed.id(), orphan.id());
    }

    @Test
    void aLeaseThatWasPutOffIsBroughtForwardAtOnce() {
        LeaseRow row = issue();
        Instant never = Instant.parse("2999-01-01T00:00:00Z");
        replace(
                row,
                new LeaseRow(
                        row.id(),
                        row.mountId(),
                        row.targetId(),
                        row.accountTag(),
                        row.state(),
                        row.issuedAt(),
                        row.expiresAt(),
                        never,
                        null,
                        0,
                        0,
                        null,
                        null,
                        1,
                        row.body()));
        assertThat(tidy()).isEqualTo(counts(1, 0, 1, 0, 0));
        assertThat(world.row(row.id()).dueAt()).isBefore(never);
        assertThat(tidy()).isEqualTo(counts(1, 0, 0, 0, 0));
    }

    @Test
    void locksOfDutiesOfMountsThatAreGoneAreRemoved() {
        String there = "core/duty/"
                + world.broker().mounts().list().get(World.MOUNT + "/").id() + "/rotate";
        String gone = "core/duty/00000000-0000-0000-0000-000000000000/rotate";
        for (String lock : List.of(there, gone)) {
            world.store
                    .entries()
                    .put(new EntryStore.Entry(lock, 1, new SealedBytes(1, 1, new byte[40])), EntryStore.ABSENT);
        }
        assertThat(tidy()).isEqualTo(counts(0, 0, 0, 0, 1));
        assertThat(world.store.entries().get(gone)).isEmpty();
        assertThat(world.store.entries().get(there)).isPresent();
    }

    private Map<String, Object> tidy() {
        return world.broker().write("sys/leases/tidy").data();
    }

    private static Map<String, Object> counts(
            long leases, long unreadable, long changed, long withoutMount, long removedDutyLocks) {
        return Map.of(
                "leases", leases,
                "unreadable", unreadable,
                "changed", changed,
                "without_mount", withoutMount,
                "removed_duty_locks", removedDutyLocks);
    }

    private LeaseRow issue() {
        return world.row(world.broker()
                .read(World.MOUNT + "/creds/app")
                .lease()
                .orElseThrow()
                .id());
    }

    private void replace(LeaseRow stored, LeaseRow next) {
        world.store.leases().delete(List.of(stored));
        assertThat(world.store.leases().insert(new Intent(List.of(), List.of(), now -> next)))
                .isInstanceOf(Intent.Outcome.Stored.class);
    }

    private static LeaseRow copy(LeaseRow row, Instant expiresAt, SealedBytes body) {
        return new LeaseRow(
                row.id(),
                row.mountId(),
                row.targetId(),
                row.accountTag(),
                row.state(),
                row.issuedAt(),
                expiresAt,
                row.dueAt(),
                row.createBy(),
                row.attempts(),
                row.absences(),
                row.claim(),
                row.claimedUntil(),
                row.version(),
                body);
    }
}
