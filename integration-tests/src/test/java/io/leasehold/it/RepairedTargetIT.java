package io.leasehold.it;

import io.leasehold.error.TargetUnavailableException;
import io.leasehold.testkit.server.FaultyProxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that did not answer, and whose way there an operator repaired. */
class RepairedTargetIT extends RefusalScene {

    private static final String CREDENTIALS = "database/creds/proxied";

    private FaultyProxy proxy;

    @BeforeEach
    void connectThroughProxy() {
        proxy = FaultyProxy.to(app.server().host(), app.server().port());
        broker.write("database/config/far", app.connection(proxy.port()));
        broker.write("database/roles/proxied", AppDatabase.role("far"));
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"database/config/far", "database/reset/far"})
    void itIsTriedAtOnceWhenItsConnectionIsWrittenAnewOrReset(String path) {
        proxy.refuse();
        // So many failures that the next try is more than ten seconds away.
        for (int i = 0; i < 7; i++) {
            brokers.pass(Duration.ofMinutes(1));
            refused(TargetUnavailableException.class, () -> broker.read(CREDENTIALS), "\"far\"");
        }
        refused(TargetUnavailableException.class, () -> broker.read(CREDENTIALS), "the next try is in");
        proxy.pass();

        broker.write(path, path.contains("/config/") ? Map.of("password", app.adminPassword()) : Map.of());

        broker.leases().revoke(broker.read(CREDENTIALS).lease().orElseThrow().id());
    }
}
