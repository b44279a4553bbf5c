package io.leasehold.database.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

class RedisFailureTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOADING Redis is loading the dataset in memory",
                "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "READONLY You can't write against a read only replica.",
                "OOM command not allowed when used memory > 'maxmemory'.",
                "MISCONF Redis is configured to save RDB snapshots",
                "ERR max number of clients reached"
            })
    void whatPassesIsUnavailableAndHadNoEffect(String text) {
        assertThat(answer(text).unavailable()).isTrue();
        assertThat(answer(text).sessionLost()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOAUTH Authentication required.",
                "WRONGPASS invalid username-password pair or user is disabled.",
                "NOPERM this user has no permissions to run the 'acl|setuser' command",
                "ERR Error in ACL SETUSER modifier '+@x': Unknown command or category name in ACL",
                "EXECABORT Transaction discarded because of previous errors.",
                "MOVED 1 127.0.0.1:1",
                "This user has no permissions"
            })
    void whatStaysIsNot(String text) {
        assertThat(answer(text).unavailable()).isFalse();
    }

    @Test
    void aBrokenConnectionIsUnavailableWithUnknownOutcome() {
        RedisFailure failure = RedisFailure.of(
                new JedisConnectionException("Failed to connect", new ConnectException("Connection refused")));

        assertThat(failure.unavailable()).isTrue();
        assertThat(failure.sessionLost()).isTrue();
        assertThat(failure.explained()).isEqualTo("Failed to connect: Connection refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERR wrong number of arguments for 'auth' command",
                "ERR unknown command `ACL`, with args beginning with: `GETUSER`",
                "ERR unknown command 'ACL'"
            })
    void aServerBeforeRedis6IsNamedAsTheReason(String text) {
        assertThat(answer(text).explained()).contains("older than Redis 6");
    }

    @Test
    void replicasAndClustersAreNamedAsTheReason() {
        assertThat(answer("READONLY You can't write against a read only replica.")
                        .explained())
                .contains("give the address of its primary");
        assertThat(answer("MOVED 1 127.0.0.1:1").explained()).contains("cluster");
    }

    private static RedisFailure answer(String text) {
        return RedisFailure.of(new JedisDataException(text));
    }
}
