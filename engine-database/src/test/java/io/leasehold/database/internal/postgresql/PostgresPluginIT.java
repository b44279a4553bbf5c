package io.leasehold.database.internal.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ServerCapacity;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresPluginIT {

    @Test
    void theServersCapacityIsItsOwnSetting() {
        PostgresServer server = SharedServers.postgres();
        ConnectionSettings settings = new ConnectionSettings(
                "jdbc:postgresql://" + server.host() + ":" + server.port() + "/postgres",
                server.adminUser(),
                SecretText.of(server.adminPassword()),
                1,
                1,
                Duration.ZERO,
                Map.of());
        try (DatabaseTarget target = new PostgresPlugin().open(settings, new TargetIdentity("t", "app", "leasehold"))) {
            assertThat(((ServerCapacity) target).maxConnections()).hasValue(200);
        }
    }
}
