package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.TargetException;
import io.leasehold.testkit.server.MariaDbServer;
import io.leasehold.testkit.server.MySqlCompatibleServer;
import io.leasehold.testkit.server.SharedServers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is particular to MySQL and MariaDB, on a MariaDB. */
class MariaDbIT extends MySqlCompatibleBehaviour {

    MariaDbIT() {
        super(SharedServers.mariaDb());
    }

    @Override
    MySqlCompatibleServer startAnother() {
        return MariaDbServer.start();
    }

    @Override
    String connectionAdmin() {
        return "CONNECTION ADMIN";
    }

    @Test
    void serverWithoutTlsIsRefusedWhereTlsIsAskedFor() {
        assertThatThrownBy(() -> connect(false, Map.of("connection_url", url("?tls=skip-verify"))))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("error verifying connection");
    }
}
