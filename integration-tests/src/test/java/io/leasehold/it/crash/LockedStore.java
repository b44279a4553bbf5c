package io.leasehold.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.StorageException;
import io.leasehold.lease.LeaseQuery;

/** What a broker can do while a stopped process holds the write lock of the store's file: start, read, and refuse the rest. */
final class LockedStore {

    private final Lane lane;

    LockedStore(Lane lane) {
        this.lane = lane;
    }

    /** Starts a broker, reads, and tries to issue. */
    void requireReadableAndRefusing(String what) {
        try (CrashBroker broker = lane.broker("locked-out", event -> {})) {
            assertThatCode(() -> broker.broker().leases().query(LeaseQuery.all()))
                    .as("%s: reading while the store is locked", what)
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> broker.broker().read(Roles.path(Roles.STATEMENTS)))
                    .as("%s: an issue while the store is locked", what)
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(StorageException.Reason.UNAVAILABLE));
        }
    }
}
