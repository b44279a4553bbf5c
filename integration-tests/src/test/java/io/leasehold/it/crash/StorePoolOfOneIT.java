package io.leasehold.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.it.crash.StorePlace.PostgresDatabase;
import io.leasehold.testkit.server.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No operation takes a second connection to the store while it holds one: as many callers as connections would lock up. */
class StorePoolOfOneIT {

    @TempDir
    private Path folder;

    @Test
    void aBrokerWorksWithOneConnectionToItsStore() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            PostgresDatabase store = Lane.storeOn(server);
            Lane lane = new Lane(server, server.port(), store, folder);
            SharedClock clock = lane.clock();
            HikariDataSource pool = CrashBroker.pool(store);
            pool.setMaximumPoolSize(1);
            Scenario scenario = new Scenario(clock);
            try (CrashBroker broker = CrashBroker.start(
                    "small",
                    CrashBroker.store(clock).dataSource(pool).open(),
                    pool,
                    folder.resolve("master.key"),
                    clock,
                    scenario)) {
                scenario.run(broker.broker());
                broker.broker().leases().revokePrefix(Roles.MOUNT);
            }
            assertThat(lane.accounts()).isEmpty();
        }
    }
}
