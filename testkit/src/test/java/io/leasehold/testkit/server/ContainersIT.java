package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContainersIT {

    @BeforeEach
    void requireDocker() {
        Assumptions.assumeTrue(Containers.available(), "no Docker engine answers");
    }

    @Test
    void postgresInAContainerKeepsTheSamePromises() {
        try (PostgresServer server = Containers.postgres(PostgresOptions.defaults())) {
            server.execute("postgres", "CREATE ROLE app LOGIN PASSWORD 'right'");
            assertThat(server.canLogin("app", "right", "postgres")).isTrue();
            assertThat(server.canLogin("app", "wrong", "postgres")).isFalse();

            server.kill();
            assertThatThrownBy(() -> server.roleExists("app")).isInstanceOf(IllegalStateException.class);
            server.restart();
            assertThat(server.roleExists("app")).isTrue();

            server.suspend();
            server.resume();
            assertThat(server.roleExists("app")).isTrue();
        }
    }

    @Test
    void mariaDbInAContainerKeepsTheSamePromises() {
        try (MariaDbServer server = Containers.mariaDb(Map.of("max_connections", "30"))) {
            server.execute("", "CREATE USER 'app'@'%' IDENTIFIED BY 'right'");
            assertThat(server.canLogin("app", "right", "")).isTrue();
            assertThat(server.canLogin("app", "wrong", "")).isFalse();

            server.restart();
            assertThat(server.roleExists("app")).isTrue();
        }
    }

    @Test
    void motoInAContainerRecords() {
        try (MotoServer server = Containers.moto()) {
            server.startRecording();
            assertThat(server.stopRecording()).isEmpty();
            assertThat(server.authenticate().accessKeyId()).startsWith("AKIA");
        }
    }

    @Test
    void mongoDbInAContainerAsksForLogins() {
        try (MongoServer server = Containers.mongoDb()) {
            assertThat(MongoLogins.logsIn(server.port(), server.adminUser(), server.adminPassword()))
                    .isTrue();
            assertThat(MongoLogins.logsIn(server.port(), server.adminUser(), "wrong"))
                    .isFalse();

            server.restart();
            assertThat(MongoLogins.logsIn(server.port(), server.adminUser(), server.adminPassword()))
                    .isTrue();
        }
    }
}
