package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class InfluxServerIT {

    @Test
    void aWrongPasswordIsRefusedToUsersAndToTheAdmin() {
        try (InfluxServer server = InfluxServer.start()) {
            server.execute("CREATE USER \"say \\\"hi\\\"\" WITH PASSWORD 'right'");

            assertThat(server.query("say \"hi\"", "right", "SHOW DATABASES").status())
                    .isEqualTo(200);
            assertThat(server.query("say \"hi\"", "wrong", "SHOW DATABASES").status())
                    .isEqualTo(401);
            assertThat(server.query(server.adminUser(), "wrong", "SHOW DATABASES")
                            .status())
                    .isEqualTo(401);
            assertThat(server.users()).containsExactlyInAnyOrder(server.adminUser(), "say \"hi\"");
            assertThatThrownBy(() -> server.execute("DROP USER absent")).hasMessageContaining("user not found");
        }
    }

    @Test
    void usersSurviveARestart() {
        try (InfluxServer server = InfluxServer.start()) {
            int port = server.port();
            server.execute("CREATE USER app WITH PASSWORD 'right'");

            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.users()).contains("app");

            server.stop();
            assertThat(server.isRunning()).isFalse();
            assertThatThrownBy(server::users).isInstanceOf(UncheckedIOException.class);
            assertThat(server.logText()).contains("InfluxDB starting");
        }
    }

    @Test
    void oneThatIsOpenToAllTakesAnyLogin() {
        try (InfluxServer server = InfluxServer.startOpenToAll()) {
            assertThat(server.query("nobody", "nothing", "SHOW USERS").status()).isEqualTo(200);
        }
    }
}
