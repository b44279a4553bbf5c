package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MySqlServerIT {

    /** One server for all of it, because a start takes seconds. */
    @Test
    void asksForPasswordsAndKeepsWhatWasCommitted() throws SQLException {
        try (MySqlServer server = MySqlServer.start(Map.of("max_connections", "30"))) {
            server.createDatabase("kept");
            server.execute("kept", "CREATE TABLE t (x int)", "INSERT INTO t VALUES (1)");
            server.execute("", "CREATE USER 'app'@'%' IDENTIFIED BY 'right'");
            int port = server.port();

            assertThat(server.canLogin("app", "right", "")).isTrue();
            assertThat(server.canLogin("app", "wrong", "")).isFalse();
            assertThat(server.canLogin("nobody", "", "")).isFalse();
            assertThat(server.canLogin(server.adminUser(), "wrong", "")).isFalse();
            try (Connection mysql = Sql.connect(server.mysqlUrl(""), server.adminUser(), server.adminPassword())) {
                assertThat(mysql.getMetaData().getDatabaseProductVersion()).doesNotContain("MariaDB");
            }

            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.roleExists("app")).isTrue();
            assertThat(server.roleExists("APP")).isFalse();

            server.kill();
            assertThatThrownBy(() -> server.roleExists("app")).isInstanceOf(IllegalStateException.class);
            server.restart();
            server.execute("kept", "INSERT INTO t SELECT x + 1 FROM t");
        }
    }
}
