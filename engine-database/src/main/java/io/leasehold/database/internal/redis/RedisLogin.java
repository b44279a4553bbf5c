package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.secret.SecretText;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections with the administrator's login, and tries those of others. Immutable. */
final class RedisLogin {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final RedisAddress address;
    private final RedisTls tls;
    private final String username;
    private final SecretText password;

    RedisLogin(RedisAddress address, RedisTls tls, String username, SecretText password) {
        this.address = address;
        this.tls = tls;
        this.username = username;
        this.password = password;
    }

    /** Connects and logs in. The connection is the caller's to close. */
    Connection connect(TimeLimit limit) throws CommandException {
        return connect(limit, username, password);
    }

    /** Connects and logs in as somebody. */
    Connection connect(TimeLimit limit, String user, SecretText secret) throws CommandException {
        int left = RedisWire.millis(limit.left());
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(Math.min(left, RedisWire.millis(CONNECT)))
                .socketTimeoutMillis(left)
                .credentials(new DefaultRedisCredentials(user, secret.reveal()))
                // Otherwise the administrator would need the right to CLIENT SETINFO.
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (tls.enabled()) {
            config.sslOptions(sslOptions());
        }
        try {
            return new Connection(new HostAndPort(address.host(), address.port()), config.build());
        } catch (JedisException failure) {
            throw new CommandException("connect to " + address.displayUrl(), RedisFailure.of(failure));
        }
    }

    /** The administrator's name. */
    String username() {
        return username;
    }

    /** What hides this login in messages. */
    Masker masker() {
        return Masker.of(password.reveal());
    }

    /** Jedis takes authorities as a key store only, and reads it for each connection. */
    private SslOptions sslOptions() {
        SslOptions.Builder options =
                SslOptions.builder().sslVerifyMode(tls.verifies() ? SslVerifyMode.FULL : SslVerifyMode.INSECURE);
        if (!tls.trusted().isEmpty()) {
            byte[] store = tls.trustStore();
            options.trustStoreType(RedisTls.STORE_TYPE)
                    .truststore(() -> new ByteArrayInputStream(store), RedisTls.STORE_PASSWORD.toCharArray());
        }
        return options.build();
    }
}
