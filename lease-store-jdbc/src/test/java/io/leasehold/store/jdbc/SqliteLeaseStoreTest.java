package io.leasehold.store.jdbc;

import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.Storage;
import io.leasehold.testkit.contract.LeaseStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteLeaseStoreTest extends LeaseStoreContract {

    @TempDir
    Path folder;

    @Override
    protected Storage openEmpty(ClockOffset clock) {
        return open(clock);
    }

    @Override
    protected Storage openAgain(ClockOffset clock, Storage first) {
        return open(clock);
    }

    private Storage open(ClockOffset clock) {
        return JdbcStorage.builder()
                .sqliteFile(folder.resolve("leases.db"))
                .clockOffset(clock)
                .open();
    }
}
