package io.leasehold.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.SealedBytes;
import io.leasehold.spi.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the parts of a contract see of the store under test. Implemented by {@link StoreFixture}. */
interface StoreUnderTest {

    /** The store, empty when the test starts. */
    Storage storage();

    /** A second storage object over the same data, as another process would have it. */
    Storage another();

    /** Moves the clock of both. */
    void advance(Duration duration);

    default LeaseStore leases() {
        return storage().leases();
    }

    default EntryStore entries() {
        return storage().entries();
    }

    /** One of both storages, for races in which every instance takes part. */
    default Storage instance(int participant) {
        return participant % 2 == 0 ? storage() : another();
    }

    /** Stores a lease without conditions. */
    default LeaseRow stored(SampleLease lease) {
        Intent.Outcome outcome = leases().insert(lease.intent());
        assertThat(outcome).isInstanceOf(Intent.Outcome.Stored.class);
        return ((Intent.Outcome.Stored) outcome).row();
    }

    /** The stored row of an id, which must exist. */
    default LeaseRow found(String id) {
        return leases().find(id).map(LeaseSnapshot::row).orElseThrow(() -> new AssertionError("no lease " + id));
    }

    /** Claims as one claimant for a minute. */
    default List<LeaseRow> claim(String token, int limit) {
        return leases().claimDue(new LeaseStore.ClaimRequest(token, Duration.ofMinutes(1), limit, Set.of())).stream()
                .map(LeaseSnapshot::row)
                .toList();
    }

    /** Stores an entry that must not exist yet. */
    default Entry storedEntry(String path, long version) {
        Entry entry = entry(path, version);
        assertThat(entries().put(entry, EntryStore.ABSENT)).isTrue();
        return entry;
    }

    /** An entry whose value depends on path and version. */
    static Entry entry(String path, long version) {
        byte[] value = (path + "@" + version).getBytes(StandardCharsets.UTF_8);
        return new Entry(path, version, new SealedBytes(1, version, value));
    }
}
