package io.leasehold.store.jdbc;

import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.Storage;
import io.leasehold.testkit.contract.EntryStoreContract;
import io.leasehold.testkit.contract.LeaseStoreContract;
import io.leasehold.testkit.contract.StorageContract;
import org.junit.jupiter.api.Nested;

/** The contracts of a store, on a server. */
abstract class ServerContracts {

    private String prefix = "";

    abstract TestServer server();

    private Storage openEmpty(ClockOffset clock) {
        prefix = server().freshPrefix();
        return server().open(prefix, clock);
    }

    private Storage openAgain(ClockOffset clock) {
        return server().open(prefix, clock);
    }

    @Nested
    class Leases extends LeaseStoreContract {

        @Override
        protected Storage openEmpty(ClockOffset clock) {
            return ServerContracts.this.openEmpty(clock);
        }

        @Override
        protected Storage openAgain(ClockOffset clock, Storage first) {
            return ServerContracts.this.openAgain(clock);
        }
    }

    @Nested
    class Entries extends EntryStoreContract {

        @Override
        protected Storage openEmpty(ClockOffset clock) {
            return ServerContracts.this.openEmpty(clock);
        }

        @Override
        protected Storage openAgain(ClockOffset clock, Storage first) {
            return ServerContracts.this.openAgain(clock);
        }
    }

    @Nested
    class Whole extends StorageContract {

        @Override
        protected Storage openEmpty(ClockOffset clock) {
            return ServerContracts.this.openEmpty(clock);
        }

        @Override
        protected Storage openAgain(ClockOffset clock, Storage first) {
            return ServerContracts.this.openAgain(clock);
        }
    }
}
