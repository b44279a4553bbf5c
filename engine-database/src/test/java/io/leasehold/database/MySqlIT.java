package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.Issued;
import io.leasehold.error.TargetException;
import io.leasehold.testkit.server.MySqlCompatibleServer;
import io.leasehold.testkit.server.MySqlServer;
import io.leasehold.testkit.server.SharedServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to MySQL and MariaDB, on Oracle's MySQL, and what that alone has. */
class MySqlIT extends MySqlCompatibleBehaviour {

    MySqlIT() {
        super(SharedServers.mySql());
    }

    @Override
    MySqlCompatibleServer startAnother() {
        return MySqlServer.start();
    }

    @Override
    String connectionAdmin() {
        return "CONNECTION_ADMIN";
    }

    @Test
    void aUserWhoDefinesARoutineIsKeptAndSaidSo() {
        connect(false, Map.of());
        engine.write("roles/app", role(ORDERS_READONLY, Map.of()));
        Issued issued = engine.issue("app");
        server.execute(
                "orders", "CREATE DEFINER = '" + issued.username() + "'@'%' PROCEDURE defined_by_user() SELECT 1");
        try {
            connect(true, Map.of());
            assertThatThrownBy(() -> engine.revoke(issued))
                    .isInstanceOf(TargetException.class)
                    .hasMessageContaining("4006");
            assertThat(server.roleExists(issued.username())).isTrue();
            assertThatThrownBy(() -> login(issued).close())
                    .as("the login is locked all the same")
                    .hasMessageContaining("locked");
        } finally {
            server.execute("orders", "DROP PROCEDURE defined_by_user");
        }
        engine.revoke(issued);
        assertThat(server.roleExists(issued.username())).isFalse();
    }

    @Test
    void mandatoryRolesAndPartialRevokesAreNoHindrance() {
        server.execute(
                "",
                "CREATE ROLE IF NOT EXISTS everybody",
                "SET GLOBAL mandatory_roles = 'everybody'",
                "SET GLOBAL partial_revokes = ON");
        try {
            connect(true, Map.of());
            engine.write("roles/app", role(ORDERS_READONLY, Map.of()));
            Issued issued = engine.issue("app");

            assertThat(server.canLogin(issued.username(), issued.password(), "orders"))
                    .isTrue();
            engine.revoke(issued);
            assertThat(server.roleExists(issued.username())).isFalse();
        } finally {
            server.execute("", "SET GLOBAL mandatory_roles = DEFAULT", "SET GLOBAL partial_revokes = DEFAULT");
            server.execute("", "DROP ROLE everybody");
        }
    }

    /** The default plugin (caching_sha2_password) wants TLS or the server's key for the first login of a user. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://%s/orders",
                "jdbc:mysql://%s/orders?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                "jdbc:mariadb://%s/orders?sslMode=trust",
                "jdbc:mariadb://%s/orders?allowPublicKeyRetrieval=true"
            })
    void usersAndAdministratorsLogInThroughBothDriversWithAndWithoutTls(String url) throws SQLException {
        String address = url.formatted(server.host() + ":" + server.port());
        // An administrator whom the server has not seen yet, so that it does not remember the login.
        server.execute(
                "",
                "DROP USER IF EXISTS sha2_admin",
                "CREATE USER sha2_admin IDENTIFIED WITH caching_sha2_password BY 'geheim'",
                "GRANT ALL ON *.* TO sha2_admin WITH GRANT OPTION");
        connect("sha2_admin", "geheim", Map.of("connection_url", address));
        engine.write("roles/app", role(ORDERS_READONLY, Map.of()));
        Issued issued = engine.issue("app");

        Properties login = new Properties();
        login.setProperty("user", issued.username());
        login.setProperty("password", issued.password());
        try (Connection connection = DriverManager.getConnection(address, login)) {
            assertThat(connection.isValid(5)).isTrue();
        }
        engine.revoke(issued);
    }
}
