package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

class RedisServerIT {

    @Test
    void aWrongPasswordIsRefusedToUsersAndToTheAdmin() {
        try (RedisServer server = RedisServer.start()) {
            server.execute(Command.ACL, "SETUSER", "app", "on", ">right", "+ping");

            try (Connection app = server.connect("app", "right")) {
                assertThat(app.ping()).isTrue();
            }
            assertThat(server.users()).containsExactlyInAnyOrder("default", "app");
            assertThatThrownBy(() -> server.connect("app", "wrong")).isInstanceOf(JedisAccessControlException.class);
            assertThatThrownBy(() -> server.connect(server.adminUser(), "wrong"))
                    .isInstanceOf(JedisAccessControlException.class);
        }
    }

    @Test
    void aRestartKeepsWhatWasSavedAndNothingElse() {
        try (RedisServer server = RedisServer.startWithAclFile()) {
            int port = server.port();
            server.execute(Command.ACL, "SETUSER", "saved", "on", ">right");
            server.execute(Command.ACL, "SAVE");
            server.execute(Command.ACL, "SETUSER", "lost", "on", ">right");

            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.users()).containsExactlyInAnyOrder("default", "saved");

            server.stop();
            assertThat(server.isRunning()).isFalse();
            assertThatThrownBy(server::users).isInstanceOf(JedisException.class);
            assertThat(server.logText()).contains("Ready to accept connections");
        }
    }
}
