package io.leasehold.internal.sealing;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseQuery.Cursor;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A store of sorted maps that does what sealing needs, one call at a time, and lets a test do what no store offers: change
 * what is stored behind everybody's back, take a copy, and move the clock.
 */
final class MapStorage implements Storage {

    final Entries entries = new Entries();
    final Leases leases = new Leases();
    private final String id;
    private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");

    MapStorage(String id) {
        this.id = id;
    }

    /** A store with the same id and content, as restored from a backup taken now. */
    synchronized MapStorage copy() {
        MapStorage copy = new MapStorage(id);
        copy.entries.map.putAll(entries.map);
        copy.leases.map.putAll(leases.map);
        copy.now = now;
        return copy;
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public EntryStore entries() {
        return entries;
    }

    @Override
    public void close() {}

    static final class Entries implements EntryStore {

        final NavigableMap<String, Entry> map = new TreeMap<>();

        /** The next writes take effect, and fail with an unknown outcome. */
        int unknownOutcomes;

        /** The next writes fail with an unknown outcome, and do not take effect. */
        int lostWrites;

        @Override
        public synchronized Optional<Entry> get(String path) {
            return Optional.ofNullable(map.get(path));
        }

        @Override
        public synchronized List<Entry> list(String prefix, String after, int limit) {
            return map.tailMap(after, false).values().stream()
                    .filter(entry -> entry.path().startsWith(prefix))
                    .limit(limit)
                    .toList();
        }

        @Override
        public synchronized boolean put(Entry entry, long expectedVersion) {
            Entry stored = map.get(entry.path());
            if ((stored == null ? ABSENT : stored.version()) != expectedVersion) {
                return false;
            }
            if (lostWrites > 0) {
                lostWrites--;
                throw outcomeUnknown();
            }
            map.put(entry.path(), entry);
            if (unknownOutcomes > 0) {
                unknownOutcomes--;
                throw outcomeUnknown();
            }
            return true;
        }

        @Override
        public synchronized boolean delete(String path, long expectedVersion) {
            Entry stored = map.get(path);
            if (stored == null || stored.version() != expectedVersion) {
                return false;
            }
            map.remove(path);
            return true;
        }
    }

    private static StorageException outcomeUnknown() {
        return new StorageException(Reason.OUTCOME_UNKNOWN, "the connection was lost during a commit", null);
    }

    final class Leases implements LeaseStore {

        final NavigableMap<String, LeaseRow> map = new TreeMap<>();

        @Override
        public synchronized Intent.Outcome insert(Intent intent) {
            LeaseRow row = intent.row().apply(now);
            map.put(row.id(), row);
            return new Intent.Outcome.Stored(row);
        }

        @Override
        public synchronized Optional<LeaseSnapshot> find(String leaseId) {
            return Optional.ofNullable(map.get(leaseId)).map(row -> new LeaseSnapshot(row, now));
        }

        @Override
        public synchronized Optional<LeaseRow> update(LeaseRow row) {
            LeaseRow stored = map.get(row.id());
            if (stored == null || stored.version() != row.version()) {
                return Optional.empty();
            }
            LeaseRow next = Rows.withVersion(row, row.version() + 1);
            map.put(row.id(), next);
            return Optional.of(next);
        }

        @Override
        public synchronized Set<String> delete(Collection<LeaseRow> rows) {
            Set<String> gone = new HashSet<>();
            for (LeaseRow row : rows) {
                LeaseRow stored = map.get(row.id());
                if (stored != null && stored.version() == row.version()) {
                    map.remove(row.id());
                    gone.add(row.id());
                }
            }
            return gone;
        }

        @Override
        public List<LeaseSnapshot> claimDue(ClaimRequest request) {
            throw new UnsupportedOperationException("sealing claims nothing");
        }

        @Override
        public synchronized Page query(LeaseQuery query) {
            Cursor cursor = query.cursor();
            List<LeaseRow> found = (cursor == null ? map : map.tailMap(cursor.id(), false))
                    .values().stream()
                            .filter(row -> matches(row, query))
                            .limit(query.limit() + 1L)
                            .toList();
            boolean more = found.size() > query.limit();
            List<LeaseRow> page = more ? found.subList(0, query.limit()) : found;
            return new Page(
                    page, more ? Cursor.afterId(page.get(page.size() - 1).id()) : null);
        }

        @Override
        public synchronized long count(LeaseQuery query) {
            return map.values().stream().filter(row -> matches(row, query)).count();
        }

        @Override
        public List<Tally> tally() {
            throw new UnsupportedOperationException("sealing tallies nothing");
        }

        private static boolean matches(LeaseRow row, LeaseQuery query) {
            Integer below = query.sealedBelow();
            return row.id().startsWith(query.prefix())
                    && query.states().contains(row.state())
                    && (below == null || row.body().keyVersion() < below);
        }
    }
}
