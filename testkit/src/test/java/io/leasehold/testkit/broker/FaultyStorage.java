package io.leasehold.testkit.broker;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One broker's way to a store that it shares with others: every call goes through {@link Calls}. */
final class FaultyStorage implements Storage {

    /** What becomes of the calls. */
    interface Calls {

        /** A call that changes nothing. */
        <T> T read(Supplier<T> call);

        /** A call that may change something. */
        <T> T write(Supplier<T> call);
    }

    private final Storage store;
    private final Calls calls;
    private final boolean durable;
    private final LeaseStore leases = new Leases();
    private final EntryStore entries = new Entries();

    /**
     * Creates the way.
     *
     * @param durable what the store claims to be; a volatile one is emptied by every broker that closes
     */
    FaultyStorage(Storage store, Calls calls, boolean durable) {
        this.store = store;
        this.calls = calls;
        this.durable = durable;
    }

    @Override
    public String id() {
        return store.id();
    }

    @Override
    public boolean durable() {
        return durable;
    }

    @Override
    public Instant now() {
        return calls.read(store::now);
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
    public void close() {
        // Others use the store too.
    }

    private final class Leases implements LeaseStore {

        @Override
        public Intent.Outcome insert(Intent intent) {
            return calls.write(() -> store.leases().insert(intent));
        }

        @Override
        public Optional<LeaseSnapshot> find(String id) {
            return calls.read(() -> store.leases().find(id));
        }

        @Override
        public Optional<LeaseRow> update(LeaseRow row) {
            return calls.write(() -> store.leases().update(row));
        }

        @Override
        public Set<String> delete(Collection<LeaseRow> rows) {
            return calls.write(() -> store.leases().delete(rows));
        }

        @Override
        public List<LeaseSnapshot> claimDue(ClaimRequest request) {
            return calls.write(() -> store.leases().claimDue(request));
        }

        @Override
        public Page query(LeaseQuery query) {
            return calls.read(() -> store.leases().query(query));
        }

        @Override
        public long count(LeaseQuery query) {
            return calls.read(() -> store.leases().count(query));
        }

        @Override
        public List<Tally> tally() {
            return calls.read(() -> store.leases().tally());
        }
    }

    private final class Entries implements EntryStore {

        @Override
        public Optional<Entry> get(String path) {
            return calls.read(() -> store.entries().get(path));
        }

        @Override
        public List<Entry> list(String prefix, String after, int limit) {
            return calls.read(() -> store.entries().list(prefix, after, limit));
        }

        @Override
        public boolean put(Entry entry, long expectedVersion) {
            return calls.write(() -> store.entries().put(entry, expectedVersion));
        }

        @Override
        public boolean delete(String path, long expectedVersion) {
            return calls.write(() -> store.entries().delete(path, expectedVersion));
        }
    }
}
