package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.error.TargetUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection to a host where nobody listens is unavailable and not refused, and not stored, with the products' own drivers. */
class UnreachableServerIT {

    private static final String PASSWORD = "secret-and-not-to-be-seen";

    @ParameterizedTest
    @CsvSource({
        "mssql-database-plugin, 'sqlserver://{{username}}:{{password}}@127.0.0.1:%d?database=erp'",
        "oracle-database-plugin, '{{username}}/{{password}}@//127.0.0.1:%d/orclpdb1'",
        "snowflake-database-plugin, '{{username}}:{{password}}@127.0.0.1:%d/erp?account=acct&protocol=http'"
    })
    void aHostWhereNobodyListensIsUnavailable(String plugin, String url) throws IOException {
        int port = unusedPort();
        try (EngineHarness engine = new EngineHarness()) {
            assertThatThrownBy(() -> engine.write(
                            "config/app",
                            Map.of(
                                    "plugin_name",
                                    plugin,
                                    "connection_url",
                                    String.format(url, port),
                                    "username",
                                    "admin",
                                    "password",
                                    PASSWORD)))
                    .isInstanceOfSatisfying(
                            TargetUnavailableException.class,
                            failure -> assertThat(failure.effectPossible()).isFalse())
                    .hasMessageNotContaining(PASSWORD);
            assertThat(engine.list("config")).isEmpty();
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
