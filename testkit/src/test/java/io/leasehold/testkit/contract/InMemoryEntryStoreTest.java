package io.leasehold.testkit.contract;

import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.Storage;
import io.leasehold.storage.InMemoryStorage;

class InMemoryEntryStoreTest extends EntryStoreContract {

    @Override
    protected Storage openEmpty(ClockOffset clock) {
        return new InMemoryStorage(clock);
    }

    @Override
    protected Storage openAgain(ClockOffset clock, Storage first) {
        return first;
    }
}
