package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MariaDbServerIT {

    private static final String CREATE_USER = "CREATE USER 'app'@'%' IDENTIFIED BY 'right'";

    @Test
    void aWrongPasswordIsRefusedToUsersAndToTheAdmin() throws SQLException {
        try (MariaDbServer server = MariaDbServer.start()) {
            server.execute("", CREATE_USER);

            assertThat(server.canLogin("app", "right", "")).isTrue();
            assertThat(server.canLogin("app", "wrong", "")).isFalse();
            assertThat(server.canLogin("nobody", "", "")).isFalse();
            assertThat(server.canLogin(server.adminUser(), "wrong", "")).isFalse();
            try (Connection mysql = Sql.connect(server.mysqlUrl(""), server.adminUser(), server.adminPassword())) {
                assertThat(mysql.getMetaData().getDriverName()).contains("MySQL");
            }
        }
    }

    @Test
    void restartAndKillKeepWhatWasCommitted() {
        try (MariaDbServer server = MariaDbServer.start(Map.of("max_connections", "30"))) {
            server.createDatabase("kept");
            server.execute("kept", "CREATE TABLE t (x int)", "INSERT INTO t VALUES (1)", CREATE_USER);
            int port = server.port();

            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.roleExists("app")).isTrue();
            assertThat(server.roleExists("APP")).isFalse();

            server.kill();
            assertThat(server.isRunning()).isFalse();
            assertThatThrownBy(() -> server.roleExists("app")).isInstanceOf(IllegalStateException.class);
            server.restart();
            server.execute("kept", "INSERT INTO t SELECT x + 1 FROM t");
            assertThat(server.logText()).contains("ready for connections");
        }
    }

    @Test
    void aSuspendedServerAnswersAgainWhenItIsResumed() throws SQLException {
        try (MariaDbServer server = MariaDbServer.start();
                Connection open = server.admin("")) {
            server.suspend();
            assertThat(open.isValid(1)).isFalse();

            server.resume();
            assertThat(server.roleExists(server.adminUser())).isTrue();
        }
    }
}
