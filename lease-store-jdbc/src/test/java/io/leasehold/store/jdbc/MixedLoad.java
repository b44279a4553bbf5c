package io.leasehold.store.jdbc;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.Intent.Guard;
import io.leasehold.spi.storage.Intent.Outcome;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.LeaseStore.ClaimRequest;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Everything that brokers do to a store, at the same time and to as few rows as possible: inserts with and without guards and
 * limits, claims, renewals, deletes by holders of a claim and by others, and changes of the entries that the guards name. No
 * id is stored again after its deletion: what InnoDB makes of that is in docs/stores.md.
 */
final class MixedLoad {

    private static final int INSERTERS = 3;
    private static final int CLAIMANTS = 3;
    private static final int REVISERS = 2;
    private static final int ENTRY_WRITERS = 2;
    private static final int STEPS = 60;

    private static final int ENTRIES = 3;
    private static final CountLimit ALL = new CountLimit("limits/all", "", 1_000_000);
    private static final CountLimit MOUNT = new CountLimit("limits/db", "db/", 1_000_000);

    private final JdbcStorage storage;
    private final LeaseStore leases;

    MixedLoad(JdbcStorage storage) {
        this.storage = storage;
        this.leases = storage.leases();
    }

    /** How many leases were stored, and how many of them deleted. */
    record Done(long stored, long deleted) {

        Done plus(Done more) {
            return new Done(stored + more.stored, deleted + more.deleted);
        }
    }

    Done run() throws Exception {
        List<Callable<Done>> work = new ArrayList<>();
        for (int i = 0; i < INSERTERS; i++) {
            int number = i;
            work.add(() -> insert(number));
        }
        for (int i = 0; i < CLAIMANTS; i++) {
            int number = i;
            work.add(() -> claim(number));
        }
        for (int i = 0; i < REVISERS; i++) {
            int number = i;
            work.add(() -> revise(number));
        }
        for (int i = 0; i < ENTRY_WRITERS; i++) {
            int number = i;
            work.add(() -> writeEntries(number));
        }
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            Done all = new Done(0, 0);
            for (Future<Done> one : threads.invokeAll(work, 2, TimeUnit.MINUTES)) {
                all = all.plus(one.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private Done insert(int number) {
        long stored = 0;
        for (int i = 0; i < STEPS; i++) {
            String id = "db/" + number + "-" + i;
            List<Guard> guards = i % 2 == 0 ? List.of() : guards();
            List<CountLimit> limits = switch (i % 3) {
                case 0 -> List.of();
                case 1 -> List.of(MOUNT);
                default -> number == 0 ? List.of(ALL, MOUNT) : List.of(MOUNT, ALL);
            };
            Outcome outcome = leases.insert(new Intent(guards, limits, now -> TestLeases.row(id, now)));
            stored += outcome instanceof Outcome.Stored ? 1 : 0;
        }
        return new Done(stored, 0);
    }

    private List<Guard> guards() {
        return storage.entries().list("entry/", "", ENTRIES).stream()
                .map(entry -> new Guard(entry.path(), entry.version()))
                .toList();
    }

    private Done claim(int number) {
        long deleted = 0;
        for (int i = 0; i < STEPS; i++) {
            ClaimRequest request = new ClaimRequest("claimant-" + number, Duration.ofHours(1), 1 + i % 6, Set.of());
            List<LeaseRow> claimed =
                    leases.claimDue(request).stream().map(LeaseSnapshot::row).toList();
            deleted += leases.delete(claimed).size();
        }
        return new Done(0, deleted);
    }

    /** Changes and deletes leases whoever has claimed them. */
    private Done revise(int number) {
        Random random = new Random(number);
        long deleted = 0;
        for (int i = 0; i < STEPS; i++) {
            List<LeaseRow> found = leases.query(LeaseQuery.all().limitedTo(8)).rows();
            for (LeaseRow row : found) {
                if (random.nextBoolean()) {
                    leases.update(TestLeases.renewed(row, Duration.ofMillis(random.nextInt(50))));
                }
            }
            deleted += leases.delete(found).size();
        }
        return new Done(0, deleted);
    }

    private Done writeEntries(int number) {
        EntryStore entries = storage.entries();
        for (int i = 0; i < STEPS; i++) {
            String path = "entry/" + (i + number) % ENTRIES;
            long version = entries.get(path).map(Entry::version).orElse(EntryStore.ABSENT);
            SealedBytes value = new SealedBytes(1, i, new byte[] {1});
            entries.put(new Entry(path, (long) number << 32 | i + 1, value), version);
        }
        return new Done(0, 0);
    }
}
