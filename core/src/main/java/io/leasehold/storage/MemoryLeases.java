package io.leasehold.storage;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.Intent.Guard;
import io.leasehold.spi.storage.Intent.Outcome;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Leases in memory. Every method takes the {@link Gate} once, so that each is atomic. */
final class MemoryLeases implements LeaseStore {

    private final Gate gate;
    private final Supplier<Instant> clock;
    private final MemoryEntries entries;
    private final LeaseTable table = new LeaseTable(); // guarded by gate

    MemoryLeases(Gate gate, Supplier<Instant> clock, MemoryEntries entries) {
        this.gate = gate;
        this.clock = clock;
        this.entries = entries;
    }

    @Override
    public Outcome insert(Intent intent) {
        // Outside the lock: making the row seals it, which takes longer than all the rest.
        LeaseRow row = intent.row().apply(clock.get()).withVersion(firstVersion());
        return gate.locked(() -> {
            for (Guard guard : intent.guards()) {
                if (entries.version(guard.path()) != guard.version()) {
                    return new Outcome.GuardFailed(guard);
                }
            }
            for (CountLimit limit : intent.limits()) {
                if (table.countUpTo(limit.prefix(), limit.max()) >= limit.max()) {
                    return new Outcome.LimitReached(limit);
                }
            }
            return table.add(row) ? new Outcome.Stored(row) : new Outcome.Taken();
        });
    }

    /** Random, so that a row stored again under the id of a deleted one is not taken for it. */
    private static long firstVersion() {
        return ThreadLocalRandom.current().nextLong(1, 1L << 52);
    }

    @Override
    public Optional<LeaseSnapshot> find(String id) {
        return gate.locked(() -> Optional.ofNullable(table.get(id)).map(row -> new LeaseSnapshot(row, clock.get())));
    }

    @Override
    public Optional<LeaseRow> update(LeaseRow row) {
        LeaseRow next = row.withVersion(row.version() + 1);
        return gate.locked(() -> {
            LeaseRow stored = table.get(row.id(), row.version());
            if (stored == null) {
                return Optional.empty();
            }
            table.replace(stored, next);
            return Optional.of(next);
        });
    }

    @Override
    public Set<String> delete(Collection<LeaseRow> rows) {
        return gate.locked(() -> {
            Set<String> deleted = new HashSet<>();
            for (LeaseRow row : rows) {
                LeaseRow stored = table.get(row.id(), row.version());
                if (stored != null) {
                    table.remove(stored);
                    deleted.add(row.id());
                }
            }
            return deleted;
        });
    }

    @Override
    public List<LeaseSnapshot> claimDue(ClaimRequest request) {
        return gate.locked(() -> {
            Instant now = clock.get();
            Instant until = now.plus(request.claimFor());
            return table.due(now, request.limit(), request.excludedTargets()).stream()
                    .map(row -> {
                        LeaseRow claimed = row.claimed(request.token(), until);
                        table.replace(row, claimed);
                        return new LeaseSnapshot(claimed, now);
                    })
                    .toList();
        });
    }

    @Override
    public Page query(LeaseQuery query) {
        return gate.locked(() -> new LeaseSearch(query).page(table));
    }

    @Override
    public List<Tally> tally() {
        record Kind(String mountId, String folder, LeaseState state) {}
        Map<Kind, Long> counts = gate.locked(() -> table.under("").values().stream()
                .collect(Collectors.groupingBy(
                        row -> new Kind(row.mountId(), Tally.folderOf(row.id()), row.state()), Collectors.counting())));
        return counts.entrySet().stream()
                .map(kind -> new Tally(
                        kind.getKey().mountId(),
                        kind.getKey().folder(),
                        kind.getKey().state(),
                        kind.getValue()))
                .toList();
    }

    @Override
    public long count(LeaseQuery query) {
        LeaseSearch search = new LeaseSearch(query);
        return gate.locked(() -> table.under(query.prefix()).values().stream()
                .filter(search::matches)
                .count());
    }
}
