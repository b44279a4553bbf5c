package io.leasehold.database.internal.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.internal.connection.OracleAddress;
import io.leasehold.secret.SecretText;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Oracle's own driver reads the addresses: it connects to the host and port that were meant, and its first packet, which holds
 * its connect descriptor in the clear, names the service.
 */
class OracleDriverTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{username}}/{{password}}@127.0.0.1:PORT/orclpdb1",
                "{{username}}/{{password}}@//127.0.0.1:PORT/orclpdb1",
                "{{username}}/{{password}}@tcp://127.0.0.1:PORT/orclpdb1",
                "oracle://{{username}}:{{password}}@127.0.0.1:PORT/orclpdb1",
                "jdbc:oracle:thin:@//127.0.0.1:PORT/orclpdb1",
                "jdbc:oracle:thin:{{username}}/{{password}}@127.0.0.1:PORT/orclpdb1",
                "{{username}}/{{password}}@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=PORT))"
                        + "(CONNECT_DATA=(SERVICE_NAME=orclpdb1)))"
            })
    void theDriverGoesWhereTheAddressSays(String url) throws Exception {
        String sent = sent(url);

        assertThat(sent).contains("(SERVICE_NAME=orclpdb1)").doesNotContain("pass-and-not-to-be-seen");
    }

    @ParameterizedTest
    @ValueSource(strings = "{{username}}/{{password}}@127.0.0.1:PORT:ORCL")
    void theDriverGoesToASid(String url) throws Exception {
        assertThat(sent(url)).contains("(SID=ORCL)");
    }

    private static String sent(String url) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> firstPacket(listening));
            OracleAddress address = OracleAddress.parse(url.replace("PORT", "" + listening.getLocalPort())
                    .replace("(" + listening.getLocalPort() + "=", "(PORT="));
            OracleLogin login = new OracleLogin(
                    OracleLogin.driver(), address, "somebody", SecretText.of("pass-and-not-to-be-seen"));

            assertThatThrownBy(login::open)
                    .isInstanceOf(SQLException.class)
                    .satisfies(failure -> assertThat(
                                    OracleFailure.of((SQLException) failure).unavailable())
                            .isTrue());

            return first.get(10, TimeUnit.SECONDS);
        }
    }

    /** A TNS packet begins with its length; the descriptor may come in a second one. */
    private static String firstPacket(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readUnsignedShort();
            byte[] packet = new byte[Math.max(length, 4096)];
            in.readNBytes(packet, 0, length - 2);
            int more = in.available() > 0 ? in.read(packet, length, packet.length - length) : 0;
            return new String(packet, 0, length + more, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
